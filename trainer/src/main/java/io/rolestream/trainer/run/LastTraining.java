package io.rolestream.trainer.run;

import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.models.announcements.VersionTable.Announced;
import io.rolestream.trainer.examples.TopicProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Facts about the last training, from its announcement, so that the next leader has them as well.
 *
 * @param offsets by {@code topic-partition}: up to where the stream was read (exclusive)
 * @param begun when it began
 * @param ended when its version was announced, or it failed
 * @param input what was trained on
 */
public record LastTraining(Map<String, Long> offsets, Instant begun, Instant ended, RoleShares input) {
    public LastTraining {
        offsets = Map.copyOf(offsets);
    }

    /**
     * The latest of the versions that a trainer made of the stream, whatever became of it; empty where there is none.
     */
    public static Optional<LastTraining> announced(VersionTable table, String name) {
        LastTraining last = null;
        for (Announced announced : table.versions(name)) {
            ModelVersion version = announced.version();
            Optional<Instant> begun = VersionTimes.begun(version.getVersion());
            if (isOfStream(version) && begun.isPresent()) {
                last = new LastTraining(
                        version.getTrainedOffsets(),
                        begun.get(),
                        version.getAnnouncedAt(),
                        RoleShares.ofMetrics(version.getMetrics()));
            }
        }
        return Optional.ofNullable(last);
    }

    /** Whether a trainer made the version of what it had accumulated, rather than a person of anything. */
    static boolean isOfStream(ModelVersion version) {
        return !version.getTrainedOffsets().isEmpty();
    }

    /** A training of this trainer that has just ended; where it failed, nothing is announced of it. */
    public static LastTraining ended(TrainingJob job, Instant now) {
        return new LastTraining(job.offsets(), VersionTimes.begun(job.version()).orElse(now), now, job.input());
    }

    /** The later of two. */
    public static Optional<LastTraining> later(Optional<LastTraining> one, Optional<LastTraining> other) {
        return Stream.concat(one.stream(), other.stream()).max(Comparator.comparing(LastTraining::begun));
    }

    public Situation.Age age(Instant now) {
        return new Situation.Age(Duration.between(begun, now), Duration.between(ended, now));
    }

    /** About how many records of a topic came after it. */
    public long newRecords(Map<TopicPartition, TopicProgress> progress, String topic) {
        return progress.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .mapToLong(entry -> entry.getValue()
                        .recordsSince(offsets.getOrDefault(entry.getKey().toString(), 0L)))
                .sum();
    }
}
