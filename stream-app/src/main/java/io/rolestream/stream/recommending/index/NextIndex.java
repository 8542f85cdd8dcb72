package io.rolestream.stream.recommending.index;

import io.rolestream.common.clients.Cluster;
import io.rolestream.matching.Matcher;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The index that is to take over from the present one: that of the latest matcher. For one thread. */
public final class NextIndex implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final Cluster cluster;
    private final MatcherSupply matchers;
    private final int textChars;
    private final boolean describes;
    private final JobIndexes disk;
    private @Nullable IndexBuild build;
    private boolean failed;

    /**
     * Builds nothing yet.
     *
     * @param matchers closed by its owner
     * @param describes whether generated descriptions are read
     * @param disk where indexes of jobs are kept; closed by its owner
     */
    public NextIndex(Cluster cluster, MatcherSupply matchers, int textChars, boolean describes, JobIndexes disk) {
        this.cluster = cluster;
        this.matchers = matchers;
        this.textChars = textChars;
        this.describes = describes;
        this.disk = disk;
    }

    /**
     * What was built, once, as soon as it knows at least what the present index knows. Over an index that lags,
     * standing lists would be deleted, or written from earlier contents.
     *
     * @param present is not polled meanwhile; null if there is none
     * @param goOn asked while this waits for the last records
     * @return null while there is none
     * @throws RuntimeException what a build has failed with; {@link #retry} begins again
     */
    public @Nullable IndexedTopics poll(@Nullable IndexedTopics present, BooleanSupplier goOn)
            throws InterruptedException {
        Matcher next = matchers.poll();
        if (next != null) {
            close();
            failed = false;
            build = IndexBuild.start(cluster, next, textChars, describes, disk);
        }
        if (build == null) {
            return null;
        }
        try {
            IndexedTopics built = build.poll();
            if (built == null || (present != null && !catchUp(built, goOn))) {
                return null;
            }
            build = null;
            return built;
        } catch (RuntimeException e) {
            failed = true;
            throw e;
        }
    }

    private static boolean catchUp(IndexedTopics built, BooleanSupplier goOn) throws InterruptedException {
        built.expectPresent();
        while (!built.isCaughtUp()) {
            if (!goOn.getAsBoolean()) {
                return false;
            }
            built.poll(PATIENCE, Instant.now());
        }
        return true;
    }

    /** Begins a build again that has failed. */
    public void retry() {
        if (failed && build != null) {
            build = IndexBuild.start(cluster, build.release(), textChars, describes, disk);
        }
        failed = false;
    }

    /**
     * Begins again with the latest matcher, because the topics are not those that were read.
     *
     * @param present closed by this, with its matcher unless that is still the latest; null if there is none
     */
    public void again(@Nullable IndexedTopics present) {
        IndexBuild building = build;
        build = null;
        failed = false;
        if (building != null) {
            build = IndexBuild.start(cluster, building.release(), textChars, describes, disk);
            if (present != null) {
                present.close();
            }
        } else if (present != null) {
            build = IndexBuild.start(cluster, present.release(), textChars, describes, disk);
        }
    }

    @Override
    public void close() {
        IndexBuild building = build;
        build = null;
        if (building != null) {
            building.close();
        }
    }
}
