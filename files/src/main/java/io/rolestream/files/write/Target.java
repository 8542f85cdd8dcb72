package io.rolestream.files.write;

import io.rolestream.common.files.PrivateFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes go. A regular file is written under a temporary name beside it, and takes its name, replacing what
 * was there, only when it is whole and on the disk; only its owner can read it. Standard output, a pipe and a device are written directly.
 */
final class Target {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final OutputStream stream;
    private final @Nullable FileChannel channel;
    private final @Nullable Path temporary;
    private final @Nullable Path destination;

    private Target(
            OutputStream stream, @Nullable FileChannel channel, @Nullable Path temporary, @Nullable Path destination) {
        this.stream = new BufferedOutputStream(stream, BUFFER_BYTES);
        this.channel = channel;
        this.temporary = temporary;
        this.destination = destination;
    }

    static Target of(OutputStream stream) {
        return new Target(stream, null, null, null);
    }

    /** @throws OutputException if no file can be made there */
    static Target of(Path file) {
        if (Files.isDirectory(file)) {
            throw new OutputException(file + " is a directory; name a file in it", null);
        }
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new OutputException(
                    file + " can't be written: there is no directory " + parent + "; create it first", null);
        }
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                return of(Files.newOutputStream(file));
            }
            // Renaming onto a link would replace the link and not what it points to.
            Path destination = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            return beside(destination);
        } catch (AccessDeniedException e) {
            throw new OutputException(
                    file + " can't be written: permission denied; check the directory's permissions", e);
        } catch (IOException e) {
            throw new OutputException(file + " can't be written: " + e.getMessage(), e);
        }
    }

    private static Target beside(Path destination) throws IOException {
        while (true) {
            String mark = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
            Path temporary = destination.resolveSibling("." + destination.getFileName() + "." + mark + ".part");
            try {
                FileChannel channel = FileChannel.open(
                        temporary,
                        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                        PrivateFiles.fileAttributes());
                temporary.toFile().deleteOnExit();
                return new Target(Channels.newOutputStream(channel), channel, temporary, destination);
            } catch (FileAlreadyExistsException e) {
                // Another mark will do.
            }
        }
    }

    OutputStream stream() {
        return stream;
    }

    boolean isFile() {
        return destination != null;
    }

    /** Puts the file onto the disk and under its name. The stream must be flushed before and closed after. */
    void commit() throws IOException {
        if (channel != null && temporary != null && destination != null) {
            channel.force(true);
            stream.close();
            Files.move(temporary, destination, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Deletes what was not put under its name. */
    void discard() throws IOException {
        if (temporary != null) {
            stream.close();
            Files.deleteIfExists(temporary);
        }
    }
}
