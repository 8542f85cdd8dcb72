package io.rolestream.files.write;

import io.rolestream.common.files.PrivateFiles;
import io.rolestream.common.files.Replacement;
import io.rolestream.common.text.PrintableStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes go. A regular file is written under a temporary name beside it, and replaces an existing one only
 * when it is complete and on the disk; only its owner can read it. Standard output, a pipe and a device are written
 * directly.
 */
public final class Target {

    /** Set by the start script; a file or a pipe gets the texts as they are. */
    private static final boolean TERMINAL = Boolean.getBoolean("rolestream.stdout.terminal");

    private static final int BUFFER_BYTES = 64 * 1024;

    private final OutputStream stream;
    private final @Nullable Path temporary;
    private final @Nullable Path destination;

    private Target(OutputStream stream, @Nullable Path temporary, @Nullable Path destination) {
        this.stream = new BufferedOutputStream(stream, BUFFER_BYTES);
        this.temporary = temporary;
        this.destination = destination;
    }

    /**
     * Standard output as it is, or made safe for a terminal.
     *
     * @param text whether it gets text that a terminal may show
     */
    static OutputStream standardOutput(boolean text) {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        return TERMINAL && text ? new PrintableStream(out) : out;
    }

    /** A file, or standard output for null. */
    public static Target ofText(@Nullable Path file) {
        return file == null ? of(standardOutput(true)) : of(file);
    }

    static Target of(OutputStream stream) {
        return new Target(stream, null, null);
    }

    /** @throws OutputException if the file can't be created */
    public static Target of(Path file) {
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
            Path temporary = Replacement.beside(destination);
            OutputStream stream = Channels.newOutputStream(FileChannel.open(
                    temporary,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PrivateFiles.fileAttributes()));
            temporary.toFile().deleteOnExit();
            return new Target(stream, temporary, destination);
        } catch (AccessDeniedException e) {
            throw new OutputException(
                    file + " can't be written: permission denied; check the directory's permissions", e);
        } catch (IOException e) {
            throw new OutputException(file + " can't be written: " + e.getMessage(), e);
        }
    }

    public OutputStream stream() {
        return stream;
    }

    boolean isFile() {
        return destination != null;
    }

    /** The stream must be flushed before. */
    public void commit() throws IOException {
        if (temporary != null && destination != null) {
            stream.close();
            Replacement.sync(temporary);
            Replacement.move(temporary, destination);
        }
    }

    public void discard() throws IOException {
        if (temporary != null) {
            stream.close();
            Files.deleteIfExists(temporary);
        }
    }
}
