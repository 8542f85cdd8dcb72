package io.rolestream.embedded;

import io.rolestream.common.files.PrivateFiles;
import io.rolestream.common.files.Replacement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The directory that one embedded broker owns while it runs. A lock on the file {@code rolestream.lock}, which the
 * operating system releases when the process ends, excludes a second broker; the file also marks the directory as
 * Rolestream's.
 */
final class DataDirectory implements AutoCloseable {
    private static final String LOCK_FILE = "rolestream.lock";

    private final Path root;
    private final boolean temporary;
    private final FileChannel channel;

    private DataDirectory(Path root, boolean temporary, FileChannel channel) {
        this.root = root;
        this.temporary = temporary;
        this.channel = channel;
    }

    /** A new directory of its own, deleted on close. */
    static DataDirectory temporary() {
        Path root;
        try {
            root = Files.createTempDirectory("rolestream-kafka-");
        } catch (IOException e) {
            throw new EmbeddedKafkaException("Cannot create a temporary directory: " + e.getMessage(), e);
        }
        return open(root, true);
    }

    /**
     * Takes a directory, made first if only its last element is missing.
     *
     * @throws EmbeddedKafkaException if it is in use, cannot be made or written, or holds something else
     */
    static DataDirectory of(Path path) {
        Path root = path.toAbsolutePath().normalize();
        if (!Files.exists(root)) {
            create(root);
        }
        if (!Files.isDirectory(root)) {
            throw new EmbeddedKafkaException("%s is not a directory: choose another one".formatted(root));
        }
        if (!Files.isWritable(root)) {
            throw new EmbeddedKafkaException("Directory %s is not writable for this user".formatted(root));
        }
        refuseForeign(root);
        try {
            PrivateFiles.directory(root);
        } catch (IOException e) {
            throw new EmbeddedKafkaException("Directory %s cannot be closed to other users: %s".formatted(root, e), e);
        }
        return open(root, false);
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    Path schemas() {
        return root.resolve("schemas.json");
    }

    Path root() {
        return root;
    }

    private static void create(Path root) {
        Path parent = root.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new EmbeddedKafkaException(
                    "Directory %s cannot be created: %s is not a directory".formatted(root, parent));
        }
        try {
            PrivateFiles.directory(root);
        } catch (IOException e) {
            throw new EmbeddedKafkaException(
                    "Directory %s cannot be created: is %s writable? (%s)".formatted(root, parent, e), e);
        }
    }

    private static void refuseForeign(Path root) {
        if (Files.exists(root.resolve(LOCK_FILE))) {
            return;
        }
        try (var files = Files.list(root)) {
            files.findFirst().ifPresent(file -> {
                throw new EmbeddedKafkaException(
                        ("Directory %s contains files that are not this broker's (%s): choose an empty or a new"
                                        + " directory")
                                .formatted(root, file.getFileName()));
            });
        } catch (IOException e) {
            throw new EmbeddedKafkaException("Directory %s cannot be read: %s".formatted(root, e), e);
        }
    }

    private static DataDirectory open(Path root, boolean temporary) {
        Path file = root.resolve(LOCK_FILE);
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new EmbeddedKafkaException("File %s cannot be opened: %s".formatted(file, e), e);
        }
        try {
            if (lock(channel) == null) {
                throw new EmbeddedKafkaException("Directory %s is in use by another Rolestream broker (pid %s)"
                        .formatted(root, Files.readString(file).strip()));
            }
            byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
            return new DataDirectory(root, temporary, channel);
        } catch (IOException e) {
            closeQuietly(channel);
            throw new EmbeddedKafkaException("File %s cannot be locked: %s".formatted(file, e), e);
        } catch (EmbeddedKafkaException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // Nothing was written through it, and the lock goes with the process at the latest.
        }
    }

    /** Releases the lock, and deletes a temporary directory. */
    @Override
    public void close() {
        closeQuietly(channel);
        if (temporary) {
            delete();
        }
    }

    private void delete() {
        try {
            Replacement.delete(root);
        } catch (IOException e) {
            System.getLogger(DataDirectory.class.getName())
                    .log(System.Logger.Level.WARNING, "Cannot delete the temporary directory {0}: {1}", root, e);
        }
    }
}
