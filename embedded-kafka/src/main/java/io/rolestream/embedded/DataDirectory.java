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
 * system releases when the process ends, excludes a second broker; the file also marks the directory as Rolestream's.
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

    /** A new directory, deleted on close. */
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
     * Takes a directory, and creates it if its parent exists.
     *
     * @throws EmbeddedKafkaException if it is in use, cannot be created or written, or holds something else
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
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                if (lock(channel) == null) {
                    throw new EmbeddedKafkaException("Directory %s is in use by another Rolestream broker (pid %s)"
                            .formatted(root, Files.readString(file).strip()));
                }
                byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
                channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
                return new DataDirectory(root, temporary, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedKafkaException("File %s cannot be opened or locked: %s".formatted(file, e), e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Releases the lock, and deletes a temporary directory. */
    @Override
    public void close() {
        try {
            channel.close();
            if (temporary) {
                Replacement.delete(root);
            }
        } catch (IOException e) {
            System.getLogger(DataDirectory.class.getName())
                    .log(System.Logger.Level.WARNING, "Cannot release the directory {0}: {1}", root, e);
        }
    }
}
