package io.rolestream.classifier.hub;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one download of a model run at a time, among the threads of this process and among processes. A file lock is held by a process,
 * not by a thread, so a lock in memory comes first. The system frees the file lock of a process that dies.
 */
final class ModelLock implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelLock.class);
    private static final ConcurrentMap<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();
    private static final long POLL_MILLIS = 100;

    private final ReentrantLock inProcess;
    private final FileChannel channel;

    private ModelLock(ReentrantLock inProcess, FileChannel channel) {
        this.inProcess = inProcess;
        this.channel = channel;
    }

    /** Waits until nobody else downloads the model. */
    static ModelLock acquire(Path file) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        ReentrantLock inProcess =
                IN_PROCESS.computeIfAbsent(file.toAbsolutePath().normalize(), f -> new ReentrantLock());
        try {
            inProcess.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            await(channel, file);
            return new ModelLock(inProcess, channel);
        } catch (IOException | RuntimeException | Error e) {
            if (channel != null) {
                channel.close();
            }
            inProcess.unlock();
            throw e;
        }
    }

    /** Closing the channel frees the lock. */
    private static void await(FileChannel channel, Path file) throws IOException {
        boolean told = false;
        for (FileLock lock = channel.tryLock(); lock == null; lock = channel.tryLock()) {
            if (!told) {
                LOG.info("another process downloads the same model, waiting for {}", file);
                told = true;
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private static HubException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new HubException("interrupted while waiting for another download of the same model", e);
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            inProcess.unlock();
        }
    }
}
