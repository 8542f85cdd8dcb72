package io.rolestream.trainer.run;

import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.VersionTable;
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
 * @param ended when its version was announced, or it failed
 */
public record LastTraining(Map<String, Long> offsets, Instant begun, Instant ended, RoleShares input) {
    public LastTraining {
        offsets = Map.copyOf(offsets);
    }

    /** The latest version that a trainer trained on the stream, whatever its stage. */
    public static Optional<LastTraining> announced(VersionTable table, String name, Instant now) {
        return VersionTimes.timed(table, name, now)
                .filter(LastTraining::isOfStream)
                .reduce((earlier, later) -> later)
                .map(version -> new LastTraining(
                        version.getTrainedOffsets(),
                        VersionTimes.begun(version.getVersion()).orElseThrow(),
                        version.getAnnouncedAt(),
                        RoleShares.ofMetrics(version.getMetrics())));
    }

    /** Whether a trainer trained the version on accumulated examples. */
    static boolean isOfStream(ModelVersion version) {
        return !version.getTrainedOffsets().isEmpty();
    }

    /** A training that has just ended here; failed ones are not announced. */
    public static LastTraining ended(TrainingJob job, Instant now) {
        return new LastTraining(job.offsets(), VersionTimes.begun(job.version()).orElse(now), now, job.input());
    }

    public static Optional<LastTraining> later(Optional<LastTraining> one, Optional<LastTraining> other) {
        return Stream.concat(one.stream(), other.stream()).max(Comparator.comparing(LastTraining::begun));
    }

    public Situation.Age age(Instant now) {
        return new Situation.Age(Duration.between(begun, now), Duration.between(ended, now));
    }

    /** An estimate of the topic's records since then. */
    public long newRecords(Map<TopicPartition, TopicProgress> progress, String topic) {
        return progress.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .mapToLong(entry -> entry.getValue()
                        .recordsSince(offsets.getOrDefault(entry.getKey().toString(), 0L)))
                .sum();
    }
}
