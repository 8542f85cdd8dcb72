package io.rolestream.trainer.service;

import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.trainer.examples.ExampleReader;
import io.rolestream.trainer.examples.ExampleStatistics;
import io.rolestream.trainer.examples.ExampleStore;
import io.rolestream.trainer.examples.TopicProgress;
import io.rolestream.trainer.run.LastTraining;
import io.rolestream.trainer.run.RoleShares;
import io.rolestream.trainer.run.Situation;
import io.rolestream.trainer.run.Trainings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the facts for deciding whether to train. Counting in a large store is slow, so it is limited to a twentieth
 * of the time. For one thread.
 */
final class Assessment {
    private static final Logger LOG = LoggerFactory.getLogger(Assessment.class);
    private static final long LEAST_INTERVAL = Duration.ofSeconds(1).toNanos();
    private static final long LABELS_INTERVAL = Duration.ofMinutes(1).toNanos();
    private static final int SHARE = 20;

    private final ExampleStore store;
    private final DisagreementRate disagreement;
    private final Topics topics;
    private final String model;
    private final int driftExamples;
    private long dueAt = System.nanoTime();
    private long labelsDueAt = System.nanoTime();
    private OptionalDouble disagreementRise = OptionalDouble.empty();

    /** @param corrections corrected texts */
    record Result(Situation situation, long corrections) {}

    Assessment(Trainings trainings) {
        this.store = trainings.store();
        this.disagreement = new DisagreementRate(trainings.cluster());
        this.topics = trainings.cluster().topics();
        this.model = trainings.model().name();
        this.driftExamples = trainings.settings().schedule().drift().examples();
    }

    boolean isDue() {
        return System.nanoTime() - dueAt >= 0;
    }

    /** @param last the last training, even a failed one */
    Result look(VersionTable table, Optional<LastTraining> last, Instant now) {
        long start = System.nanoTime();
        Map<TopicPartition, TopicProgress> progress = store.progress();
        try (ExampleReader reader = store.reader()) {
            ExampleStatistics statistics = reader.statistics();
            LastTraining none = new LastTraining(Map.of(), now, now, new RoleShares(Map.of()));
            LastTraining since = last.orElse(none);
            long newExamples = since.newRecords(progress, topics.trainingExamples());
            boolean drift = last.isPresent() && newExamples >= driftExamples;
            Situation situation = new Situation(
                    statistics.texts(),
                    last.map(training -> training.age(now)),
                    newExamples,
                    since.newRecords(progress, topics.roleCorrections()),
                    drift ? inputDrift(reader, since) : OptionalDouble.empty(),
                    drift ? disagreementRise(table) : OptionalDouble.empty());
            return new Result(situation, statistics.corrections().texts());
        } finally {
            long end = System.nanoTime();
            dueAt = end + Math.max(LEAST_INTERVAL, SHARE * (end - start));
        }
    }

    private OptionalDouble inputDrift(ExampleReader reader, LastTraining last) {
        RoleShares newest = RoleShares.of(reader.newestVotes(driftExamples));
        return last.input().isEmpty() || newest.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(newest.stabilityIndex(last.input()));
    }

    private OptionalDouble disagreementRise(VersionTable table) {
        if (System.nanoTime() - labelsDueAt >= 0) {
            labelsDueAt = System.nanoTime() + LABELS_INTERVAL;
            Optional<ModelVersion> champion = table.champion(model);
            try {
                disagreementRise = champion.isPresent() ? disagreement.rise(champion.get()) : OptionalDouble.empty();
            } catch (KafkaException e) {
                LOG.warn("cannot read the newest labels: {}", e.toString());
                disagreementRise = OptionalDouble.empty();
            }
        }
        return disagreementRise;
    }

    /** Makes the next look due at once, also at labels. */
    void renew() {
        dueAt = System.nanoTime();
        labelsDueAt = dueAt;
        disagreementRise = OptionalDouble.empty();
    }
}
