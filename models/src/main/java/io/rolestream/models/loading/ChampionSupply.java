package io.rolestream.models.loading;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.metrics.Metric;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.AnnouncedVerdict;
import io.rolestream.models.announcements.Following;
import io.rolestream.models.announcements.VersionContent;
import io.rolestream.models.announcements.VersionFollower;
import io.rolestream.models.announcements.VersionWatch;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.Refusal;
import io.rolestream.models.task.VersionTask;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the champion of a model that does not vote: the bi-encoder {@code matcher} or the reward model {@code reward}
 * of a recommender, or the {@code generator}. Verifies each new champion, opens it as its user wants to, and offers it,
 * while the user works with the present one.
 *
 * <p>One thread reads announcements; another loads. A load is given up when another version is wanted meanwhile. A
 * refused champion is logged and counted, and the present version stays in use; without one, the most recent former
 * champion that is accepted is used. A store that does not answer is asked again while the present version is used.
 *
 * <pre>{@code
 * try (ChampionSupply<TextEmbedder> supply = new ChampionSupply<>(cluster, VersionTask.MATCHER, VersionTask.EMBEDDER,
 *         ModelLoader.of(settings, taxonomy), verified -> TextEmbedder.open(verified.checkpoint(), ...), meters)) {
 *     supply.start();
 *     while (...) {
 *         ChampionSupply.Change<TextEmbedder> change = supply.poll(); // between two records
 *         if (change != null) {
 *             swap(change.champion()); // null: use none
 *         }
 *     }
 * }
 * }</pre>
 *
 * @param <M> what its user opens; closed by the user once it was polled
 */
public final class ChampionSupply<M extends AutoCloseable> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChampionSupply.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final String name;
    private final VersionTask task;
    private final ModelLoader loader;
    private final ModelLoader.Opening<M> opening;
    private final Following following;
    private final MeterRegistry meters;
    private final Thread thread;
    private final AtomicReference<@Nullable Change<M>> change = new AtomicReference<>();
    private volatile boolean settled;
    private volatile boolean closed;

    /** A champion is to be used from now on; none where it is null. */
    public record Change<M extends AutoCloseable>(@Nullable Champion<M> champion) {}

    /**
     * A verified champion.
     *
     * @param model what the opening made of it
     */
    public record Champion<M extends AutoCloseable>(String name, String version, M model) implements LoadedVersion {
        @Override
        public void close() {
            try {
                model.close();
            } catch (Exception e) {
                throw new IllegalStateException("version " + version + " of " + name + " cannot be closed", e);
            }
        }
    }

    /** Follows the champion, nothing yet. Otherwise as the other. */
    public ChampionSupply(
            Cluster cluster,
            String name,
            VersionTask task,
            ModelLoader loader,
            ModelLoader.Opening<M> opening,
            MeterRegistry meters) {
        this(cluster, name, task, loader, opening, new Following.Stage(ModelStage.CHAMPION), meters);
    }

    /**
     * Follows nothing yet.
     *
     * @param name of the model, such as {@link VersionTask#MATCHER}
     * @param task what its versions compute; others are refused
     * @param loader closed with this
     * @param opening opens a verified version, on a thread of this supply
     * @param following the champion, or a version by its name. A generator that the gate has not passed is refused
     *     unless it is followed by its name
     */
    public ChampionSupply(
            Cluster cluster,
            String name,
            VersionTask task,
            ModelLoader loader,
            ModelLoader.Opening<M> opening,
            Following following,
            MeterRegistry meters) {
        this.cluster = cluster;
        this.name = name;
        this.task = task;
        this.loader = loader;
        this.opening = opening;
        this.following = following;
        this.meters = meters;
        thread = new Thread(this::run, name + "-versions");
    }

    /** Begins to follow the announcements. */
    public void start() {
        thread.start();
    }

    /**
     * Whether it is known which version to use first, or that there is none yet. It is offered before this becomes
     * true.
     */
    public boolean isSettled() {
        return settled;
    }

    /** What has changed since the last call, or null. */
    public @Nullable Change<M> poll() {
        return change.getAndSet(null);
    }

    private void run() {
        try (loader) {
            Use use = new Use();
            VersionFollower follower = new VersionFollower(use, RETRY_AFTER, Metric.MODEL_REFUSALS, meters);
            new VersionWatch(cluster, loader.publicKey(), () -> closed).run(log -> {
                if (log.caughtUp()) {
                    use.latest = () -> {
                        log.poll(Duration.ZERO);
                        return follower.wanted(following, log.table(), name);
                    };
                    follower.look(follower.wanted(following, log.table(), name));
                }
            });
        } catch (InterruptedException e) {
            LOG.debug("stopping", e);
        } finally {
            settled = true; // whatever ended this thread, waiting for a model must end too
        }
    }

    /** Opens versions and offers them. */
    private final class Use implements VersionFollower.User {
        private Supplier<@Nullable ModelVersion> latest = () -> null;

        @Override
        public boolean load(ModelVersion version) throws ModelRefusedException, IOException, InterruptedException {
            requireGate(version);
            long start = System.nanoTime();
            Champion<M> champion = BackgroundLoad.load(
                    () -> new Champion<>(name, version.getVersion(), loader.load(version, task, opening)),
                    () -> isWanted(version));
            if (champion == null) {
                LOG.info("version {} of {} is not loaded: another one is wanted now", version.getVersion(), name);
                return false;
            }
            LOG.info(
                    "version {} of {} is used from now on; loaded in {} ms",
                    version.getVersion(),
                    name,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            offer(champion);
            return true;
        }

        /** Without a verdict nothing says that a generator's texts are worth searching with. */
        private void requireGate(ModelVersion version) throws ModelRefusedException {
            if (task == VersionTask.GENERATOR && !version.getGatePassed() && following instanceof Following.Stage) {
                throw new ModelRefusedException(
                        Refusal.GATE,
                        "the gate has not passed version %s of %s (%s); name the version in the settings to use it anyway"
                                .formatted(
                                        version.getVersion(),
                                        name,
                                        AnnouncedVerdict.of(version).words()));
            }
        }

        private boolean isWanted(ModelVersion version) {
            ModelVersion now = latest.get();
            return now != null && VersionContent.of(now).equals(VersionContent.of(version));
        }

        @Override
        public void useNone() {
            offer(null);
            LOG.info("no version of {} is to be used", name);
        }

        @Override
        public void unavailable(ModelVersion version, IOException why) {
            settled = true; // its user works without it until it is loaded
        }
    }

    private void offer(@Nullable Champion<M> champion) {
        Change<M> unseen = change.getAndSet(new Change<>(champion));
        settled = true;
        close(unseen);
    }

    private static <M extends AutoCloseable> void close(@Nullable Change<M> unseen) {
        if (unseen != null && unseen.champion() != null) {
            unseen.champion().close();
        }
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
        close(poll());
    }
}
