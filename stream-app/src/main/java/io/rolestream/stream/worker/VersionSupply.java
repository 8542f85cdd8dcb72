package io.rolestream.stream.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.metrics.Metric;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.WorkerState;
import io.rolestream.models.announcements.Following;
import io.rolestream.models.announcements.VersionContent;
import io.rolestream.models.announcements.VersionLog;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.models.announcements.VersionTable.Announced;
import io.rolestream.models.announcements.VersionWatch;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.Refusal;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamApp;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the announced versions of a model: loads the one to use while the current one votes, and offers it when it
 * is ready.
 *
 * <p>One thread alternates between reading announcements and loading. So the announcements that arrive during a load
 * are handled together afterwards: of a burst, only the last version is loaded. A refused version is not tried again
 * unless it is announced with other files, and the previous version continues; a worker that starts without a model
 * falls back to the most recent former champion it accepts. A store that does not answer is retried while the current
 * version votes.
 */
public final class VersionSupply implements ModelSupply {
    private static final Logger LOG = LoggerFactory.getLogger(VersionSupply.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Settings settings;
    private final SchemaRegistry registry;
    private final ModelLoader loader;
    private final MeterRegistry meters;
    private final WorkerIdentity identity;
    private final InferenceMeters inference;
    private final String name;
    private final Following following;
    private final Thread thread = new Thread(this::run, "worker-models");
    private final AtomicReference<@Nullable Change> change = new AtomicReference<>();
    private volatile boolean settled;
    private volatile boolean closed;

    private @Nullable VersionContent current;
    private final Set<VersionContent> refused = new HashSet<>();
    private long retryAt = System.nanoTime();

    private VersionSupply(Settings settings, SchemaRegistry registry, ModelLoader loader, MeterRegistry meters) {
        this.settings = settings;
        this.registry = registry;
        this.loader = loader;
        this.meters = meters;
        this.identity = WorkerIdentity.of(settings, new Topics(settings.string(ConnectionConfig.TOPIC_PREFIX)));
        this.inference = new InferenceMeters(meters, identity.labeller());
        for (Refusal refusal : Refusal.values()) {
            Metric.MODEL_REFUSALS.counter(meters, refusal.code()); // Prometheus has to see it at 0
        }
        this.name = settings.string(WorkerConfig.MODEL_NAME);
        this.following = following(settings);
    }

    /**
     * A supply as the settings say.
     *
     * @throws io.rolestream.common.config.ConfigurationException if they are not right
     */
    public static VersionSupply of(Settings settings, SchemaRegistry registry, MeterRegistry meters) {
        return new VersionSupply(settings, registry, ModelLoader.of(settings, StreamApp.taxonomy(settings)), meters);
    }

    private static Following following(Settings settings) {
        String pinned = settings.optionalString(WorkerConfig.MODEL_VERSION);
        if (pinned != null) {
            return new Following.Pinned(pinned);
        }
        boolean challenger = WorkerConfig.isChallenger(settings.string(WorkerConfig.MODEL_STAGE));
        return new Following.Stage(challenger ? ModelStage.CHALLENGER : ModelStage.CHAMPION);
    }

    @Override
    public void start() {
        thread.start();
    }

    private void run() {
        try (loader;
                StatusReport report = new StatusReport(settings, registry, identity)) {
            report.state(WorkerState.STARTING);
            try {
                new VersionWatch(settings, registry, () -> closed).run(log -> follow(log, report));
            } catch (InterruptedException e) {
                LOG.debug("stopping", e);
            }
            report.state(WorkerState.STOPPED);
        } finally {
            settled = true; // whatever ended this thread, waiting for a model must end too
        }
    }

    private void follow(VersionLog log, StatusReport report) throws InterruptedException {
        if (log.caughtUp()) {
            follow(log.table(), report);
        }
        report.repeat();
    }

    private void follow(VersionTable table, StatusReport report) throws InterruptedException {
        Optional<ModelVersion> wanted = wanted(table);
        if (wanted.isEmpty()) {
            if (current != null || !settled) {
                current = null;
                offer(null);
                inference.nobodyVotes();
                report.withoutModel();
                LOG.info("no usable version of {}; abstaining", name);
            }
        } else if (!VersionContent.of(wanted.get()).equals(current) && System.nanoTime() >= retryAt) {
            load(wanted.get(), report);
        }
    }

    /**
     * The version to use: the followed one or, if it is refused, the one that votes, or else the most recent former
     * champion.
     */
    private Optional<ModelVersion> wanted(VersionTable table) {
        Optional<ModelVersion> followed = table.target(name, following);
        if (followed.isEmpty() || !isRefused(followed.get())) {
            return followed;
        }
        return latest(
                        table,
                        version ->
                                VersionContent.of(version).equals(current) && version.getStage() != ModelStage.REJECTED)
                .or(() -> latest(table, version -> version.getStage() == ModelStage.RETIRED && followsChampions()));
    }

    private Optional<ModelVersion> latest(VersionTable table, Predicate<ModelVersion> which) {
        return table.versions(name).stream()
                .filter(announced -> which.test(announced.version()) && !isRefused(announced.version()))
                .max(Comparator.comparingLong(Announced::offset))
                .map(Announced::version);
    }

    private boolean followsChampions() {
        return following.equals(new Following.Stage(ModelStage.CHAMPION));
    }

    private boolean isRefused(ModelVersion version) {
        return refused.contains(VersionContent.of(version));
    }

    private void load(ModelVersion version, StatusReport report) throws InterruptedException {
        if (current == null) {
            report.state(WorkerState.LOADING);
        }
        long start = System.nanoTime();
        try {
            LoadedModel model = loader.load(version);
            LOG.info(
                    "version {} of {} votes from now on; loaded in {} ms",
                    version.getVersion(),
                    name,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            current = VersionContent.of(version);
            offer(new ClassifierModel(model, identity.labeller(), inference));
            inference.votes(name, version.getVersion(), version.getAnnouncedAt());
            report.running(version.getVersion(), model.classifier().compute());
        } catch (ModelRefusedException e) {
            LOG.error(
                    "version {} of {} is refused ({}): {}",
                    version.getVersion(),
                    name,
                    e.refusal().code(),
                    e.getMessage());
            refused.add(VersionContent.of(version));
            Metric.MODEL_REFUSALS.counter(meters, e.refusal().code()).increment();
            report.refused(version.getVersion(), e);
        } catch (IOException e) {
            LOG.warn("cannot download version {} of {}; trying again: {}", version.getVersion(), name, e.toString());
            retryAt = System.nanoTime() + RETRY_AFTER.toNanos();
            if (current == null) {
                offer(null); // labelling continues without the model until it is loaded
                report.withoutModel();
            }
        }
    }

    private void offer(@Nullable VotingModel model) {
        Change unseen = change.getAndSet(new Change(model));
        settled = true;
        if (unseen != null && unseen.model() != null) {
            unseen.model().close();
        }
    }

    @Override
    public boolean isSettled() {
        return settled;
    }

    @Override
    public @Nullable Change poll() {
        return change.getAndSet(null);
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
        Change unseen = poll();
        if (unseen != null && unseen.model() != null) {
            unseen.model().close();
        }
    }
}
