package io.rolestream.common.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads whole files of a limited size. */
public final class SmallFile {
    private SmallFile() {}

    /**
     * Refuses a pipe or a device, which may never end.
     *
     * @throws FileException if it cannot be read, is not a regular file, or is larger
     */
    public static byte[] read(Path file, int maxBytes) throws FileException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FileException(
                    file, Files.isDirectory(file) ? "is a directory, not a file" : "is not a regular file");
        }
        return readOrPipe(file, maxBytes);
    }

    /**
     * As {@link #read}, but a pipe is read too, so that a secret can come from another command ({@code <(pass show
     * token)}). Waits for whoever writes to it.
     */
    public static byte[] readOrPipe(Path file, int maxBytes) throws FileException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(maxBytes + 1);
            if (content.length > maxBytes) {
                throw new FileException(file, "is larger than " + maxBytes + " bytes");
            }
            return content;
        } catch (IOException e) {
            throw FileException.of(file, e);
        }
    }

    /** As {@link #read}, as UTF-8. */
    public static String text(Path file, int maxBytes) throws FileException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(read(file, maxBytes)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FileException(file, "is not valid UTF-8", e);
        }
    }
}
