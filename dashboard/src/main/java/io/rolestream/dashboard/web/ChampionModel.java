package io.rolestream.dashboard.web;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.metrics.Metric;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.Vote;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.announcements.VersionContent;
import io.rolestream.models.announcements.VersionFollower;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.loading.BackgroundLoad;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.stream.worker.ClassifierModel;
import io.rolestream.stream.worker.InferenceMeters;
import io.rolestream.stream.worker.ModelGoneException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The champion, loaded into this process for people who try a text. It is loaded on first use, with the same checks as
 * in a worker, and unloaded after a period without use.
 *
 * <p>Loading takes seconds and runs on its own thread; requests meanwhile get that as their answer. At most one model
 * is loaded.
 */
final class ChampionModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChampionModel.class);

    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final ModelSettings settings;
    private final Taxonomy taxonomy;
    private final String labeller;
    private final Supplier<Optional<ModelVersion>> champion;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "dashboard-model");
        made.setDaemon(true);
        return made;
    });

    /** Used by the thread alone; has its own meters, because a worker's count only votes on the stream. */
    private final VersionFollower follower =
            new VersionFollower(new Trying(), RETRY_AFTER, Metric.MODEL_REFUSALS, new SimpleMeterRegistry());

    private @Nullable Held held;
    private @Nullable Failure failure;
    private boolean loading;
    private long askedAt = System.nanoTime();
    private boolean closed;

    private record Held(VersionContent content, ClassifierModel model) {}

    private record Failure(VersionContent content, String problem) {}

    enum State {
        /** There is no champion. */
        NONE,
        LOADING,
        READY,
        FAILED
    }

    /**
     * An answer.
     *
     * @param version the champion's; null if there is none
     * @param problem why the model failed, in a sentence; null if it did not
     */
    record Answer(
            State state,
            @Nullable String version,
            @Nullable String problem,
            @Nullable Vote vote) {}

    /** @param labeller the model's name */
    ChampionModel(
            ModelSettings settings, Taxonomy taxonomy, String labeller, Supplier<Optional<ModelVersion>> champion) {
        this.settings = settings;
        this.taxonomy = taxonomy;
        this.labeller = labeller;
        this.champion = champion;
        thread.scheduleWithFixedDelay(this::dropIfIdle, 1, 1, TimeUnit.MINUTES);
    }

    /** Asks the champion, or starts loading it. */
    Answer ask(String text) throws InterruptedException {
        ModelVersion wanted = champion.get().orElse(null);
        if (wanted == null) {
            return new Answer(State.NONE, null, null, null);
        }
        String version = wanted.getVersion();
        ClassifierModel model;
        synchronized (this) {
            askedAt = System.nanoTime();
            VersionContent content = VersionContent.of(wanted);
            if (held == null || !held.content().equals(content)) {
                load();
                return failure != null && failure.content().equals(content)
                        ? new Answer(State.FAILED, version, failure.problem(), null)
                        : new Answer(State.LOADING, version, null, null);
            }
            model = held.model();
        }
        return vote(model, text, version);
    }

    private static Answer vote(ClassifierModel model, String text, String version) throws InterruptedException {
        try {
            Vote vote = model.vote(text).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return new Answer(State.READY, version, null, vote);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return cause instanceof ModelGoneException
                    ? new Answer(State.LOADING, version, null, null)
                    : new Answer(State.FAILED, version, "The model fails on this text.", null);
        } catch (TimeoutException e) {
            return new Answer(State.FAILED, version, "The model took too long.", null);
        }
    }

    private void load() {
        if (!closed && !loading) {
            loading = true;
            thread.execute(this::look);
        }
    }

    private void look() {
        try {
            follower.look(champion.get().orElse(null));
        } catch (InterruptedException e) {
            LOG.debug("interrupted", e);
        } finally {
            synchronized (this) {
                loading = false;
            }
        }
    }

    private final class Trying implements VersionFollower.User {
        @Override
        public boolean load(ModelVersion version) throws ModelRefusedException, IOException, InterruptedException {
            try (ModelLoader loader = ModelLoader.of(settings, taxonomy)) {
                LoadedModel loaded = BackgroundLoad.load(() -> loader.load(version), () -> isChampion(version));
                if (loaded == null) {
                    return false;
                }
                LOG.info("version {} is loaded for people who try texts", version.getVersion());
                var uncounted = new InferenceMeters(new SimpleMeterRegistry(), labeller);
                hold(new Held(VersionContent.of(version), new ClassifierModel(loaded, labeller, uncounted)));
                return true;
            } catch (RuntimeException | LinkageError e) {
                LOG.error("version {} can't be tried", version.getVersion(), e);
                throw new IOException(e);
            }
        }

        private boolean isChampion(ModelVersion version) {
            return champion.get().map(VersionContent::of).equals(Optional.of(VersionContent.of(version)));
        }

        @Override
        public void useNone() {
            hold(null);
        }

        @Override
        public void refused(ModelVersion version, ModelRefusedException why) {
            fail(version, why);
        }

        @Override
        public void unavailable(ModelVersion version, IOException why) {
            fail(version, why);
        }
    }

    private synchronized void hold(@Nullable Held next) {
        Held former = held;
        held = closed ? null : next;
        failure = null;
        if (former != null) {
            former.model().close();
        }
        if (closed && next != null) {
            next.model().close();
        }
    }

    private synchronized void fail(ModelVersion version, Exception why) {
        failure = new Failure(
                VersionContent.of(version),
                "Version " + version.getVersion() + " can't be loaded here: " + why.getMessage());
    }

    private synchronized void dropIfIdle() {
        if (held != null && System.nanoTime() - askedAt > IDLE.toNanos()) {
            hold(null);
            follower.forget();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("the dashboard's model is still being loaded");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        hold(null);
    }
}
