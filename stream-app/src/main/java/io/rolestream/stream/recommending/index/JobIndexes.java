package io.rolestream.stream.recommending.index;

import io.rolestream.common.files.FileException;
import io.rolestream.common.files.PrivateFiles;
import io.rolestream.common.files.Replacement;
import io.rolestream.matching.Matcher;
import io.rolestream.models.artifact.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indexes of jobs on disk: a directory for each version of the matcher, in a directory that one recommender alone
 * uses. During a change of the matcher two are open.
 *
 * <p>An index on disk saves time at a start and nothing else. So where the disk cannot be used, or another process uses
 * the directory, indexes of jobs are kept in memory, which is logged. Those of resumes always are: they are personal.
 *
 * <p>Thread-safe.
 */
public final class JobIndexes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobIndexes.class);

    private static final String PREFIX = "jobs-";
    private static final String LOCK = "jobs.lock";
    private static final int SHOWN_HASH = 16;

    private final Path directory;
    private final Set<Path> open = new HashSet<>();
    private @Nullable FileChannel lock;
    private boolean usable = true;

    /** Opens nothing yet. */
    public JobIndexes(Path directory) {
        this.directory = directory;
    }

    /**
     * Opens the index of a matcher's version, or creates it. Where one is open already, as during a change of the
     * re-ranker alone, this is another one.
     *
     * @param textChars longer texts are not in it
     * @return null if indexes are to be kept in memory
     * @throws InterruptedException if that ended the opening, which says nothing about the disk
     */
    synchronized @Nullable StoredJobs open(Matcher matcher, int textChars) throws InterruptedException {
        if (!usable) {
            return null;
        }
        try {
            if (!isMine()) {
                return inMemory(
                        "another process uses it; set recommend.directory to a directory of this recommender alone");
            }
            Path chosen = choose(version(matcher, textChars));
            PrivateFiles.directory(chosen);
            StoredJobs stored = StoredJobs.open(chosen, matcher::openIndex, () -> closed(chosen));
            open.add(chosen);
            return stored;
        } catch (IOException e) {
            throwIfInterrupted();
            return inMemory(FileException.of(directory, e).getMessage());
        } catch (UncheckedIOException e) {
            throwIfInterrupted();
            return inMemory(
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        }
    }

    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException("stopping");
        }
    }

    private @Nullable StoredJobs inMemory(@Nullable String why) {
        usable = false;
        LOG.warn("the index of jobs is kept in memory and not in {}: {}", directory, why);
        return null;
    }

    private boolean isMine() throws IOException {
        if (lock == null) {
            PrivateFiles.directory(directory);
            FileChannel channel = FileChannel.open(
                    directory.resolve(LOCK),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PrivateFiles.fileAttributes());
            if (!isAcquired(channel)) {
                channel.close();
                return false;
            }
            lock = channel;
        }
        return true;
    }

    private static boolean isAcquired(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String version(Matcher matcher, int textChars) {
        String all = String.join(
                "\n",
                matcher.versions().matcher(),
                String.valueOf(matcher.versions().embedder()),
                String.valueOf(textChars));
        return PREFIX + Sha256.of(all.getBytes(StandardCharsets.UTF_8)).substring(0, SHOWN_HASH) + "-";
    }

    private Path choose(String version) throws IOException {
        List<Path> present = directories();
        for (Path one : present) {
            if (one.getFileName().toString().startsWith(version) && !open.contains(one)) {
                return one;
            }
        }
        for (int number = 0; ; number++) {
            Path free = directory.resolve(version + number);
            if (!present.contains(free)) {
                return free;
            }
        }
    }

    private List<Path> directories() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(path -> path.getFileName().toString().startsWith(PREFIX) && Files.isDirectory(path))
                    .sorted()
                    .toList();
        }
    }

    private synchronized void closed(Path path) {
        open.remove(path);
    }

    /** Deletes the indexes that are not open: those of versions that are no longer in use. */
    public synchronized void deleteUnused() {
        if (lock == null || !usable) {
            return;
        }
        try {
            for (Path one : directories()) {
                if (!open.contains(one)) {
                    Replacement.delete(one);
                }
            }
        } catch (IOException e) {
            LOG.warn("indexes that are no longer in use remain in {}: {}", directory, e.toString());
        }
    }

    /**
     * Whether a failure is that of the disk, and not of an interrupt. Then from now on indexes of jobs are kept in
     * memory, and those that are open are to be built again.
     */
    public synchronized boolean isLost(RuntimeException failure) {
        if (!usable || Thread.currentThread().isInterrupted() || !(failure instanceof UncheckedIOException lost)) {
            return false;
        }
        inMemory(String.valueOf(lost.getCause() == null ? lost : lost.getCause().getMessage()));
        return true;
    }

    /** Lets other processes use the directory, after all indexes are closed. */
    @Override
    public synchronized void close() {
        FileChannel held = lock;
        lock = null;
        usable = false;
        if (held != null) {
            try {
                held.close();
            } catch (IOException e) {
                LOG.warn("{}: {}", directory, e.toString());
            }
        }
    }
}
