package io.rolestream.common.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * A temporary directory of one process, of mode 0700 and with a random name. Java deletes it when the process ends, if
 * it is empty then; what a killed process leaves behind is deleted by the next one. A file lock, which the system
 * releases with the process, tells which are in use. It is taken before the lock file gets its name, so that a
 * directory in use is never seen without it.
 */
final class ProcessDirectory {
    /** The start command creates directories of this name, too. */
    private static final String PREFIX = "rolestream-tmp-";

    private static final String LOCK = "process.lock";
    /** Java takes less time to start than this. */
    private static final Duration UNUSED = Duration.ofHours(1);

    /**
     * Keeps the locks' files open until the process ends: a channel that is collected closes, and releases its lock.
     */
    private static final Queue<FileChannel> HELD = new ConcurrentLinkedQueue<>();

    private ProcessDirectory() {}

    /** Deletes a directory of the start command when the process ends, if it is empty then. */
    static void deleteAtExit(Path place) {
        if (name(place).startsWith(PREFIX)) {
            place.toFile().deleteOnExit();
        }
    }

    /** The lock file of a directory; this process has created it. */
    static Path lock(Path directory) {
        return directory.resolve(LOCK);
    }

    /**
     * Takes a directory for this process.
     *
     * @param place where it is created; if it is a new one of the start command, it is taken itself
     */
    static Path claim(Path place) throws IOException {
        boolean prepared = name(place).startsWith(PREFIX) && isEmpty(place);
        Path directory = prepared ? place : Files.createTempDirectory(place, PREFIX);
        directory.toFile().deleteOnExit(); // after what is registered later, such as the lock and the libraries
        Path unnamed = directory.resolve(LOCK + ".new");
        FileChannel channel = FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        HELD.add(channel);
        if (channel.tryLock() == null) {
            throw new IOException(unnamed + " cannot be locked");
        }
        Path lock = lock(directory);
        Files.move(unnamed, lock, StandardCopyOption.ATOMIC_MOVE);
        lock.toFile().deleteOnExit();
        sweep(Replacement.parent(directory), directory);
        return directory;
    }

    /** Deletes what killed processes left. Others may do so at the same time, so a failure is no failure. */
    private static void sweep(Path place, Path own) throws IOException {
        List<Path> others;
        try (Stream<Path> all = Files.list(place)) {
            others = all.filter(path -> name(path).startsWith(PREFIX) && !path.equals(own))
                    .toList();
        } catch (IOException e) {
            return; // a directory that may be written but not read
        }
        for (Path other : others) {
            if (Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)) {
                discard(other);
            }
        }
    }

    private static void discard(Path directory) {
        Path lock = lock(directory);
        try {
            if (!Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
                FileTime changed = Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS);
                if (changed.toInstant().isBefore(Instant.now().minus(UNUSED))) {
                    Files.delete(directory); // only if empty
                }
                return;
            }
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                if (channel.tryLock() != null) {
                    Replacement.delete(directory);
                }
            }
        } catch (IOException | RuntimeException e) {
            return; // another user's, or another process is deleting it
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.findAny().isEmpty();
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
