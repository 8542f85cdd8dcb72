package io.rolestream.dashboard.versions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.announcements.VersionContent;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the evaluations of versions from the artifact store, and keeps the latest. Requests wait for each other, not
 * for long, and what failed is not tried again for a minute. Thread-safe.
 */
final class VersionReports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VersionReports.class);
    private static final int MOST_KEPT = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    private final @Nullable Source source;
    private final Duration patience;
    private final ObjectMapper json = new ObjectMapper();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<VersionContent, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<VersionContent, Kept> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /** Reads {@code evaluation.json} of versions. */
    interface Source extends AutoCloseable {
        /** Null if the version has none. */
        byte @Nullable [] load(ModelVersion version) throws IOException, ModelRefusedException, InterruptedException;

        @Override
        void close();
    }

    /** @param readAt when it was read, in nanoseconds of the system's timer */
    private record Kept(Report report, long readAt) {
        private boolean holds() {
            return report.evaluation() != null || System.nanoTime() - readAt < RETRY_AFTER.toNanos();
        }
    }

    /** @param settings null if the dashboard is not to use the store */
    VersionReports(@Nullable ModelSettings settings, Taxonomy taxonomy) {
        this(settings == null ? null : new Store(settings, taxonomy), PATIENCE);
    }

    /**
     * @param source null if there is none
     * @param patience how long a request waits for another
     */
    VersionReports(@Nullable Source source, Duration patience) {
        this.source = source;
        this.patience = patience;
    }

    /**
     * A version's evaluation, {@code evaluation.json}.
     *
     * @param evaluation null if there is none
     * @param problem why not, in a sentence; empty if there is one
     */
    record Report(@Nullable JsonNode evaluation, String problem) {}

    Report of(ModelVersion version) throws InterruptedException {
        Source from = source;
        if (from == null) {
            return new Report(
                    null,
                    "Scores by role are in the artifact store, which is not read here"
                            + " (dashboard.try-model is false).");
        }
        if (!lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return new Report(null, "The artifact store is being read for another request; try again in a moment.");
        }
        try {
            VersionContent content = VersionContent.of(version);
            Kept known = kept.get(content);
            if (known == null || !known.holds()) {
                known = new Kept(read(from, version), System.nanoTime());
                kept.put(content, known);
            }
            return known.report();
        } finally {
            lock.unlock();
        }
    }

    private Report read(Source from, ModelVersion version) throws InterruptedException {
        String name = version.getVersion();
        try {
            byte[] bytes = from.load(version);
            return bytes == null
                    ? new Report(null, "Version " + name + " has no evaluation with scores by role.")
                    : new Report(json.readTree(bytes), "");
        } catch (IOException | ModelRefusedException e) {
            LOG.debug("no evaluation of {}", name, e);
            return new Report(null, "The evaluation of version " + name + " cannot be read: " + e.getMessage());
        }
    }

    /** The artifact store, opened on first use. For one thread. */
    private static final class Store implements Source {
        private final ModelSettings settings;
        private final Taxonomy taxonomy;
        private @Nullable ModelLoader loader;

        Store(ModelSettings settings, Taxonomy taxonomy) {
            this.settings = settings;
            this.taxonomy = taxonomy;
        }

        @Override
        public byte @Nullable [] load(ModelVersion version)
                throws IOException, ModelRefusedException, InterruptedException {
            ModelLoader opened = loader;
            if (opened == null) {
                opened = ModelLoader.of(settings, taxonomy);
                loader = opened;
            }
            return opened.loadEvaluation(version);
        }

        @Override
        public void close() {
            if (loader != null) {
                loader.close();
                loader = null;
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (source != null) {
                source.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
