package io.rolestream.common.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock file that excludes other threads of this process and other processes. A file lock is held by a process, not by
 * a thread, so an in-memory lock is acquired first. The system releases the file lock of a process that dies. The
 * thread that acquired a lock closes it.
 */
public final class ProcessLock implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessLock.class);
    private static final ConcurrentMap<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();
    private static final long POLL_MILLIS = 100;

    private final ReentrantLock inProcess;
    private final FileChannel channel;

    private ProcessLock(ReentrantLock inProcess, FileChannel channel) {
        this.inProcess = inProcess;
        this.channel = channel;
    }

    /**
     * Waits until the lock is free and acquires it.
     *
     * @param file is created if missing, and never deleted
     */
    public static ProcessLock acquire(Path file) throws IOException, InterruptedException {
        PrivateFiles.createMissing(Replacement.parent(file));
        ReentrantLock inProcess = inProcess(file);
        inProcess.lockInterruptibly();
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            await(channel, file);
            return new ProcessLock(inProcess, channel);
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            release(inProcess, channel);
            throw e;
        }
    }

    /**
     * Acquires the lock if it is free, and holds it until closed or until the process ends.
     *
     * @param file is created if missing, and never deleted
     */
    public static Optional<ProcessLock> tryAcquire(Path file) throws IOException {
        PrivateFiles.createMissing(Replacement.parent(file));
        ReentrantLock inProcess = inProcess(file);
        if (inProcess.isHeldByCurrentThread() || !inProcess.tryLock()) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean acquired = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            acquired = channel.tryLock() != null;
            return acquired ? Optional.of(new ProcessLock(inProcess, channel)) : Optional.empty();
        } finally {
            if (!acquired) {
                release(inProcess, channel);
            }
        }
    }

    private static void release(ReentrantLock inProcess, @Nullable FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            inProcess.unlock();
        }
    }

    private static ReentrantLock inProcess(Path file) {
        return IN_PROCESS.computeIfAbsent(file.toAbsolutePath().normalize(), f -> new ReentrantLock());
    }

    /** Closing the channel releases the lock. */
    private static void await(FileChannel channel, Path file) throws IOException, InterruptedException {
        boolean told = false;
        for (FileLock lock = channel.tryLock(); lock == null; lock = channel.tryLock()) {
            if (!told) {
                LOG.info("waiting for the process that holds {}", file);
                told = true;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        release(inProcess, channel);
    }
}
