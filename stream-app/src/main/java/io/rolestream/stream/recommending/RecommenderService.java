package io.rolestream.stream.recommending;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.RequiredSchemas;
import io.rolestream.common.clients.RequiredTopics;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.reading.GroupCheck;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.service.Niceness;
import io.rolestream.common.service.Service;
import io.rolestream.common.service.Threads;
import io.rolestream.common.tracing.Tracing;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.topics.Subjects;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.recommending.index.JobIndexes;
import io.rolestream.stream.recommending.index.MatcherSupply;
import io.rolestream.stream.recommending.index.VersionedMatcher;
import io.rolestream.stream.recommending.labels.JobLabelSettings;
import io.rolestream.stream.recommending.labels.JobLabelling;
import io.rolestream.stream.recommending.lists.ListKeeper;
import io.rolestream.stream.rules.RuleSupply;
import io.rolestream.stream.worker.ModelSupply;
import io.rolestream.stream.worker.VersionSupply;
import io.rolestream.stream.worker.Voter;
import io.rolestream.stream.worker.WorkerSettings;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A recommender in this process: labels jobs ({@link JobLabelling}) and keeps the lists of both directions
 * ({@link ListKeeper}), each on a thread of its own. To scale out, start more processes.
 */
public final class RecommenderService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(RecommenderService.class);

    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final RecommenderSettings settings;
    private final MatcherSupply matchers;
    private final Tracing tracing;
    private final JobLabelling labelling;
    private final JobIndexes disk;
    private final ListKeeper keeper;
    private final Thread labeller = new Thread(() -> work("labelling of jobs", this::label), "recommender-labels");
    private final Thread recommender = new Thread(() -> work("recommender", this::recommend), "recommender");
    private final CompletableFuture<@Nullable Throwable> stopped = new CompletableFuture<>();
    private volatile boolean closing;

    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }

    /**
     * Connects to nothing yet.
     *
     * @param matchers closed with this
     * @throws ConfigurationException when a setting is not right
     */
    public RecommenderService(
            Cluster cluster, RecommenderSettings settings, MatcherSupply matchers, MeterRegistry meters) {
        this.cluster = cluster;
        this.settings = settings;
        this.matchers = matchers;
        this.tracing = Tracing.of(settings.tracing(), "rolestream-recommender");
        this.labelling = new JobLabelling(
                cluster,
                settings.labels(),
                rules(cluster, settings, meters),
                models(cluster, settings, meters),
                tracing,
                settings.stopTimeout(),
                meters);
        this.disk = new JobIndexes(settings.matching().directory());
        this.keeper = new ListKeeper(cluster, settings.lists(), matchers, disk, tracing, meters);
    }

    /** A recommender whose matcher has the models that the settings name. Connects to nothing yet. */
    public static RecommenderService of(Cluster cluster, RecommenderSettings settings, MeterRegistry meters) {
        return new RecommenderService(
                cluster,
                settings,
                new VersionedMatcher(cluster, settings.matching(), settings.models(), meters),
                meters);
    }

    private static @Nullable RuleSupply rules(Cluster cluster, RecommenderSettings settings, MeterRegistry meters) {
        JobLabelSettings labels = settings.labels();
        return labels.followsChampion() && labels.model() != null
                ? RuleSupply.of(cluster, settings.models(), labels.rules(), labels.model(), meters)
                : null;
    }

    private static @Nullable ModelSupply models(Cluster cluster, RecommenderSettings settings, MeterRegistry meters) {
        JobLabelSettings labels = settings.labels();
        if (labels.model() == null) {
            return null;
        }
        Taxonomy taxonomy = labels.rules().taxonomy();
        WorkerSettings worker = new WorkerSettings(
                new WorkerSettings.Member(labels.group(), labels.instance()),
                new Voter.Announced(labels.model(), false, null),
                labels.commitInterval(),
                new WorkerSettings.Limits(settings.stopTimeout(), settings.stuckAfter()),
                labels.textChars(),
                settings.tracing());
        return VersionSupply.of(cluster, worker, settings.models(), taxonomy, meters);
    }

    /**
     * Checks the topics and schemas, waiting for the registry, then begins to label jobs and to build its indexes.
     *
     * @throws ConfigurationException when topics or schemas are missing or do not fit together, or its groups are not
     *     its own
     */
    @Override
    public void start() throws InterruptedException {
        Topics topics = cluster.topics();
        RequiredSchemas.await(cluster, Subjects.ofRecommender(topics));
        RequiredTopics.check(cluster);
        GroupCheck.check(cluster, settings.labels().group(), Set.of(topics.jobs()), false);
        GroupCheck.check(cluster, settings.lists().group(), Set.of(topics.jobs(), topics.resumes()), false);
        matchers.start();
        labelling.start(RequiredTopics.maxBytes(cluster, topics.jobsDlq()));
        labeller.start();
        recommender.start();
    }

    private void work(String name, Work work) {
        Throwable cause = null;
        try {
            work.run();
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("stopping", e);
        } catch (CommandFailedException | ConfigurationException e) {
            cause = e; // says itself what to do
        } catch (RuntimeException | Error e) {
            LOG.error("the {} is stopping after a failure", name, e);
            cause = e;
        }
        if (cause != null || !closing) {
            stopped.complete(cause == null ? new IllegalStateException("the " + name + " has ended") : cause);
            labelling.stop();
            keeper.close();
        }
    }

    private void label() throws InterruptedException {
        try {
            labelling.run();
        } finally {
            labelling.close();
        }
    }

    private void recommend() throws InterruptedException {
        Niceness.apply(
                "the recommender", settings.nice()); // inherited by threads that it starts, not by those of models
        keeper.run();
    }

    @Override
    public CompletableFuture<@Nullable Throwable> stopped() {
        return stopped;
    }

    @Override
    public String name() {
        return "recommender";
    }

    /** Whether both loops make rounds, or have not started yet. */
    @Override
    public boolean isLive() {
        return !stopped.isDone() && !isStuck();
    }

    /** Whether jobs are being labelled, and lists are kept with indexes that have caught up. */
    @Override
    public boolean isReady() {
        return isLive() && isStarted() && labelling.isReady() && keeper.isReady() && problem() == null;
    }

    private boolean isStarted() {
        return labeller.isAlive() && recommender.isAlive();
    }

    private boolean isStuck() {
        return isStarted() && sinceLastRound().compareTo(settings.stuckAfter()) >= 0;
    }

    private Duration sinceLastRound() {
        long now = System.nanoTime();
        return Duration.ofNanos(Math.max(now - labelling.lastRound(), now - keeper.lastRound()));
    }

    private @Nullable String problem() {
        if (labelling.problem() != null) {
            return labelling.problem();
        }
        return keeper.problem() == null ? cluster.waitsForRegistry() : keeper.problem();
    }

    @Override
    public String describe() {
        if (!isStarted()) {
            return stopped.isDone() ? "stopped" : "starting";
        }
        if (isStuck()) {
            return "stuck: a loop has not gone round for %d s"
                    .formatted(sinceLastRound().toSeconds());
        }
        String problem = problem();
        if (problem != null) {
            return problem;
        }
        if (!labelling.isReady()) {
            return "preparing to label jobs";
        }
        return keeper.isReady() ? "recommending" : "building its indexes";
    }

    /** Commits what it has begun to label, as far as time allows, and leaves; lists that are due are left. */
    @Override
    public void close() {
        closing = true;
        labelling.stop();
        keeper.close();
        Threads.awaitEnd(labeller, settings.stopTimeout().plus(STOP_WITHIN));
        Threads.awaitEnd(recommender, settings.stopTimeout().plus(STOP_WITHIN));
        if (labeller.getState() == Thread.State.NEW) {
            labelling.close();
        }
        matchers.close();
        disk.close();
        tracing.close();
        stopped.complete(null);
    }
}
