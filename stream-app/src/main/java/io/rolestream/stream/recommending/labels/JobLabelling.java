package io.rolestream.stream.recommending.labels;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.loop.LoopSettings;
import io.rolestream.common.loop.TransactionalLoop;
import io.rolestream.common.tracing.Tracing;
import io.rolestream.events.Vote;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.rules.RuleSupply;
import io.rolestream.stream.worker.ModelSupply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Labels jobs: the consume-transform-produce loop from {@code jobs} to {@code labelled-jobs} and {@code jobs-dlq}.
 * Everything happens on the thread that calls {@link #run}.
 */
public final class JobLabelling implements AutoCloseable {
    private static final Duration MODELS_CLOSE_WITHIN = Duration.ofSeconds(30);

    private final JobVoters voters;
    private final LabelRecords records;
    private final TransactionalLoop<JobWork, Optional<Vote>> loop;
    private final ExecutorService closer;
    private final Duration stopTimeout;

    /**
     * Connects to nothing yet.
     *
     * @param followed supplies the champion's rules; null if the configured rules always vote
     * @param models supplies the model; null if only rules vote
     * @param stopTimeout how long it may finish what it has begun
     */
    public JobLabelling(
            Cluster cluster,
            JobLabelSettings settings,
            @Nullable RuleSupply followed,
            @Nullable ModelSupply models,
            Tracing tracing,
            Duration stopTimeout,
            MeterRegistry meters) {
        Topics topics = cluster.topics();
        this.stopTimeout = stopTimeout;
        this.closer = Executors.newSingleThreadExecutor(task -> new Thread(task, "recommender-model-closer"));
        this.voters = new JobVoters(settings.rules(), followed, models, closer);
        JobSkills skills = new JobSkills(SkillVocabulary.of(settings.rules()));
        this.records = new LabelRecords(cluster, settings.policy(), skills, tracing);
        JobLabels labels = new JobLabels(topics.labelledJobs(), cluster.clients(), cluster.registry());
        JobLabelStep step = new JobLabelStep(
                cluster.jobReader(settings.textChars()),
                voters,
                labels,
                records,
                new Relabelling(cluster.clients(), cluster.jobReader(settings.textChars()), labels),
                new JobLabelMeters(meters, topics.jobs()));
        this.loop = new TransactionalLoop<>(
                cluster.clients(),
                new LoopSettings(
                        "labelling of jobs",
                        List.of(topics.jobs()),
                        settings.group(),
                        settings.instance(),
                        settings.transactionalId(),
                        settings.commitInterval()),
                step,
                meters);
    }

    /**
     * Begins to look for rules and models.
     *
     * @param maxLetterBytes the largest batch that {@code jobs-dlq} takes
     */
    public void start(int maxLetterBytes) throws InterruptedException {
        records.maxLetterBytes(maxLetterBytes);
        voters.start();
    }

    /**
     * Works until it is stopped.
     *
     * @throws RuntimeException a failure that starting over can't help, or did not help
     */
    public void run() throws InterruptedException {
        loop.run(stopTimeout);
    }

    /** Ends {@link #run} soon. Any thread may call this. */
    public void stop() {
        loop.stop();
    }

    /** Whether it is in its group, and it is known who votes. Any thread may ask. */
    public boolean isReady() {
        return loop.hasJoined() && voters.isPrepared();
    }

    /** What is wrong with the topics that it reads; null if nothing is. Any thread may ask. */
    public @Nullable String problem() {
        return loop.problem();
    }

    /** When its last round ended, by {@link System#nanoTime}. Any thread may ask. */
    public long lastRound() {
        return loop.lastRound();
    }

    /** Leaves the group, after {@link #run} or instead of it. */
    @Override
    public void close() {
        loop.leave();
        voters.close();
        closer.shutdown();
        try {
            closer.awaitTermination(MODELS_CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
