package io.rolestream.stream.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.metrics.Metric;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.WorkerState;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.announcements.Following;
import io.rolestream.models.announcements.VersionContent;
import io.rolestream.models.announcements.VersionFollower;
import io.rolestream.models.announcements.VersionWatch;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.loading.BackgroundLoad;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the announced versions of a model: loads the one to use while the current one votes, and offers it when it is
 * ready.
 *
 * <p>One thread reads announcements; another loads. A load is given up when another version is wanted meanwhile: of a
 * burst, only the last version is loaded. A refused version is not tried again unless it is announced with other files,
 * and the previous version continues; a worker that starts without a model falls back to the most recent former
 * champion it accepts. A store that does not answer is retried while the current version votes.
 */
public final class VersionSupply implements ModelSupply {
    private static final Logger LOG = LoggerFactory.getLogger(VersionSupply.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Cluster cluster;
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

    private VersionSupply(Cluster cluster, WorkerSettings settings, ModelLoader loader, MeterRegistry meters) {
        if (!(settings.voter() instanceof Voter.Announced voter)) {
            throw new IllegalArgumentException("not announced: " + settings.voter());
        }
        this.cluster = cluster;
        this.loader = loader;
        this.meters = meters;
        this.identity = WorkerIdentity.of(settings, cluster.topics());
        this.inference = new InferenceMeters(meters, identity.labeller());
        this.name = voter.model();
        this.following = following(voter);
    }

    /**
     * A supply as the settings say.
     *
     * @param settings with a {@link Voter.Announced}
     * @throws io.rolestream.common.config.ConfigurationException if they are not right
     */
    public static VersionSupply of(
            Cluster cluster, WorkerSettings settings, ModelSettings models, Taxonomy taxonomy, MeterRegistry meters) {
        return new VersionSupply(cluster, settings, ModelLoader.of(models, taxonomy), meters);
    }

    private static Following following(Voter.Announced voter) {
        return voter.pinned() != null
                ? new Following.Pinned(voter.pinned())
                : new Following.Stage(voter.challenger() ? ModelStage.CHALLENGER : ModelStage.CHAMPION);
    }

    @Override
    public void start() {
        thread.start();
    }

    private void run() {
        try (loader;
                WorkerReport report = new WorkerReport(cluster, name, meters, identity)) {
            Voting voting = new Voting(report);
            VersionFollower follower = new VersionFollower(voting, RETRY_AFTER, Metric.MODEL_REFUSALS, meters);
            report.state(WorkerState.STARTING);
            try {
                new VersionWatch(cluster, loader.publicKey(), () -> closed).run(log -> {
                    if (log.caughtUp()) {
                        voting.latest = () -> {
                            log.poll(Duration.ZERO);
                            return follower.wanted(following, log.table(), name);
                        };
                        follower.look(follower.wanted(following, log.table(), name));
                    }
                    report.repeat();
                });
            } catch (InterruptedException e) {
                LOG.debug("stopping", e);
            }
            report.state(WorkerState.STOPPED);
        } finally {
            settled = true; // whatever ended this thread, waiting for a model must end too
        }
    }

    /** Offers what is loaded to the worker, and reports it. */
    private final class Voting implements VersionFollower.User {
        private final WorkerReport report;
        private Supplier<@Nullable ModelVersion> latest = () -> null;
        private boolean votes;

        Voting(WorkerReport report) {
            this.report = report;
        }

        @Override
        public boolean load(ModelVersion version) throws ModelRefusedException, IOException, InterruptedException {
            if (!votes) {
                report.state(WorkerState.LOADING);
            }
            long start = System.nanoTime();
            LoadedModel model = BackgroundLoad.load(() -> loader.load(version), () -> isWanted(version));
            if (model == null) {
                LOG.info("version {} of {} is not loaded: another one is wanted now", version.getVersion(), name);
                return false;
            }
            LOG.info(
                    "version {} of {} votes from now on; loaded in {} ms",
                    version.getVersion(),
                    name,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            if (!model.mapping().isSameRoles()) {
                LOG.info(
                        "version {} was trained for other roles: {}",
                        version.getVersion(),
                        model.mapping().summary());
            }
            votes = true;
            offer(new ClassifierModel(model, identity.labeller(), inference));
            inference.votes(name, version.getVersion(), version.getAnnouncedAt());
            report.running(version.getVersion(), model.classifier().compute());
            return true;
        }

        private boolean isWanted(ModelVersion version) {
            ModelVersion now = latest.get();
            report.repeat();
            return now != null && VersionContent.of(now).equals(VersionContent.of(version));
        }

        @Override
        public void useNone() {
            votes = false;
            offer(null);
            inference.withoutModel();
            report.withoutModel();
            LOG.info("no version of {} is to be used; abstaining", name);
        }

        @Override
        public void refused(ModelVersion version, ModelRefusedException why) {
            report.refused(version.getVersion(), why);
        }

        @Override
        public void unavailable(ModelVersion version, IOException why) {
            if (!votes) {
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
