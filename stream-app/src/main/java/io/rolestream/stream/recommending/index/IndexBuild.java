package io.rolestream.stream.recommending.index;

import io.rolestream.common.clients.Cluster;
import io.rolestream.matching.Matcher;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds indexes for a matcher in the background, until they have caught up with the topics. */
public final class IndexBuild implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexBuild.class);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final Matcher matcher;
    private final int textChars;
    private final boolean describes;
    private final JobIndexes disk;
    private final CompletableFuture<IndexedTopics> built = new CompletableFuture<>();
    private final Thread thread = new Thread(this::build, "recommender-index");
    private volatile boolean stopping;

    /**
     * Begins to build.
     *
     * @param matcher belongs to what is built
     * @param describes whether generated descriptions are read
     * @param disk where the index of jobs is kept
     */
    public static IndexBuild start(
            Cluster cluster, Matcher matcher, int textChars, boolean describes, JobIndexes disk) {
        IndexBuild build = new IndexBuild(cluster, matcher, textChars, describes, disk);
        build.thread.start();
        return build;
    }

    private IndexBuild(Cluster cluster, Matcher matcher, int textChars, boolean describes, JobIndexes disk) {
        this.cluster = cluster;
        this.matcher = matcher;
        this.textChars = textChars;
        this.describes = describes;
        this.disk = disk;
    }

    private void build() {
        long start = System.nanoTime();
        IndexedTopics topics = null;
        try {
            topics = new IndexedTopics(cluster, matcher, textChars, describes, disk);
            catchUp(topics);
            topics.expectPresent(); // what has come meanwhile, so that little is left when this takes over
            catchUp(topics);
            LOG.info(
                    "indexed with {} in {} ms",
                    matcher.versions(),
                    Duration.ofNanos(System.nanoTime() - start).toMillis());
            built.complete(topics);
        } catch (RuntimeException | InterruptedException | Error e) {
            Thread.interrupted(); // clients can't be closed in order by an interrupted thread
            if (topics != null) {
                topics.release();
            }
            built.completeExceptionally(e);
        }
    }

    private void catchUp(IndexedTopics topics) throws InterruptedException {
        do {
            if (stopping) {
                throw new InterruptedException("stopping");
            }
            topics.poll(POLL, Instant.now());
        } while (!topics.isCaughtUp());
    }

    /**
     * What was built; null while it is not ready. It belongs to the build until the caller drops the build.
     *
     * @throws RuntimeException what made it fail
     */
    public @Nullable IndexedTopics poll() {
        if (!built.isDone()) {
            return null;
        }
        try {
            return built.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /**
     * Gives the build up, with what was built.
     *
     * @return the matcher, which now belongs to the caller
     */
    public Matcher release() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(STOP_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (built.isDone() && !built.isCompletedExceptionally()) {
            built.join().release();
        }
        return matcher;
    }

    /** Gives the build up, and closes what was built and its matcher. */
    @Override
    public void close() {
        release().close();
    }
}
