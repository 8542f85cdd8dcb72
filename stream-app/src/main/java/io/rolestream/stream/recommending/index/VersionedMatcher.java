package io.rolestream.stream.recommending.index;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.engine.torch.TorchException;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.Matchers;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.loading.ChampionSupply;
import io.rolestream.models.loading.LinkedVersion;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.models.task.VersionTask;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a matcher with its models, and another one whenever a champion that is followed changes. Directories are opened
 * once, at the start. A model that cannot be opened is logged and tried again; until then the matcher before stays in
 * use.
 *
 * <p>One thread waits for champions and opens matchers; any thread may poll.
 */
public final class VersionedMatcher implements MatcherSupply {
    private static final Logger LOG = LoggerFactory.getLogger(VersionedMatcher.class);

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final MatcherModels models;
    private final Part embedder;
    private final Part reranker;
    private final Thread thread = new Thread(this::follow, "recommender-matchers");
    private final AtomicReference<@Nullable Matcher> next = new AtomicReference<>();
    private volatile boolean closed;

    /** One of the two models: where it is now. */
    private static final class Part {
        private final @Nullable ChampionSupply<LinkedVersion> supply;
        private ChampionSupply.@Nullable Champion<LinkedVersion> champion;
        private @Nullable Path directory;

        Part(
                @Nullable ModelSource source,
                VersionTask task,
                Cluster cluster,
                ModelSettings settings,
                Path own,
                Taxonomy taxonomy,
                MeterRegistry meters) {
            supply = source instanceof ModelSource.Followed followed
                    ? new ChampionSupply<>(
                            cluster,
                            followed.name(),
                            task,
                            ModelLoader.of(settings, taxonomy),
                            verified -> LinkedVersion.of(verified.directory(), own),
                            meters)
                    : null;
            directory = source instanceof ModelSource.Directory fixed ? fixed.path() : null;
        }

        void start() {
            if (supply != null) {
                supply.start();
            }
        }

        boolean isSettled() {
            return supply == null || supply.isSettled();
        }

        /** Takes a change; whether there was one. */
        boolean poll() {
            ChampionSupply.Change<LinkedVersion> change = supply == null ? null : supply.poll();
            if (change == null) {
                return false;
            }
            ChampionSupply.Champion<LinkedVersion> before = champion;
            champion = change.champion();
            directory = champion == null ? null : champion.model().directory();
            boolean changed = !Objects.equals(source(before), source(champion));
            close(before);
            return changed;
        }

        private static @Nullable Path source(ChampionSupply.@Nullable Champion<LinkedVersion> version) {
            return version == null ? null : version.model().source();
        }

        private static void close(ChampionSupply.@Nullable Champion<LinkedVersion> version) {
            if (version != null) {
                version.close();
            }
        }

        void close() {
            if (supply != null) {
                supply.close();
            }
            close(champion);
            champion = null;
        }
    }

    /** Connects to nothing yet. */
    public VersionedMatcher(Cluster cluster, MatcherModels models, ModelSettings settings, MeterRegistry meters) {
        Taxonomy taxonomy = models.options().rules().taxonomy();
        this.models = models;
        this.embedder = new Part(
                models.embedder(), VersionTask.EMBEDDER, cluster, settings, models.directory(), taxonomy, meters);
        this.reranker = new Part(
                models.reranker(), VersionTask.RERANKER, cluster, settings, models.directory(), taxonomy, meters);
    }

    /** @throws ConfigurationException if a model that is set by its directory cannot be opened */
    @Override
    public void start() {
        if (embedder.supply == null && reranker.supply == null) {
            try {
                next.set(open());
            } catch (IOException | TorchException | IllegalArgumentException e) {
                throw new ConfigurationException("a model of the matcher cannot be opened: " + e.getMessage(), e);
            }
            return;
        }
        try {
            LinkedVersion.deleteLeft(models.directory());
        } catch (IOException e) {
            LOG.warn("old links to models remain in {}: {}", models.directory(), e.toString());
        }
        embedder.start();
        reranker.start();
        thread.start();
    }

    private void follow() {
        boolean due = true;
        long retryAt = System.nanoTime();
        try {
            while (!closed) {
                if (embedder.isSettled() && reranker.isSettled()) {
                    boolean changed = embedder.poll() | reranker.poll();
                    if (changed || (due && System.nanoTime() - retryAt >= 0)) {
                        due = !offer();
                        retryAt = System.nanoTime() + RETRY_AFTER.toNanos();
                    }
                }
                Thread.sleep(LOOK_EVERY.toMillis());
            }
        } catch (InterruptedException e) {
            LOG.debug("stopping", e);
        }
    }

    private boolean offer() {
        try {
            Matcher unseen = next.getAndSet(open());
            if (unseen != null) {
                unseen.close();
            }
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.error("a model of the matcher cannot be opened; the matcher stays as it is: {}", e.toString());
            return false;
        }
    }

    private Matcher open() throws IOException {
        MatcherOptions options = models.options()
                .withEmbedder(embedder.directory, models.options().memory())
                .withReranker(reranker.directory);
        return Matchers.open(options, models.directory());
    }

    @Override
    public @Nullable Matcher poll() {
        return next.getAndSet(null);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        embedder.close();
        reranker.close();
        Matcher unseen = poll();
        if (unseen != null) {
            unseen.close();
        }
    }
}
