package io.rolestream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.trainer.examples.TopicProgress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LastTrainingTest {
    static {
        GeneratedRecords.trust();
    }

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    @Test
    void shouldTakeTheLatestThatATrainerMadeWhateverBecameOfIt() {
        var table = new VersionTable(null);
        apply(table, 0, "20260304-100000", ModelStage.CHAMPION, Map.of("t-0", 10L));
        apply(table, 1, "20260304-110000", ModelStage.REJECTED, Map.of("t-0", 20L));
        apply(table, 2, "20260304-113000", ModelStage.CHAMPION, Map.of());
        assertThat(LastTraining.announced(table, "roberta", NOON))
                .map(LastTraining::begun)
                .contains(Instant.parse("2026-03-04T11:00:00Z"));
        assertThat(LastTraining.announced(new VersionTable(null), "roberta", NOON))
                .isEmpty();
    }

    @Test
    void shouldCountOffsetsButForThoseThatTransactionsTake() {
        var last = new LastTraining(Map.of("t-0", 50L), NOON, NOON, new RoleShares(Map.of()));
        assertThat(last.newRecords(
                        Map.of(
                                new TopicPartition("t", 0), new TopicProgress(100, 50),
                                new TopicPartition("t", 1), new TopicProgress(7, 7),
                                new TopicPartition("u", 0), new TopicProgress(99, 99)),
                        "t"))
                .isEqualTo(25 + 7);
    }

    @Test
    void shouldCountEverythingOfATopicThatWasMadeAnew() {
        assertThat(new TopicProgress(10, 8).recordsSince(50)).isEqualTo(8);
        assertThat(new TopicProgress(0, 0).recordsSince(0)).isZero();
        // Compaction leaves holes that say nothing of what comes.
        assertThat(new TopicProgress(1_000, 10).recordsSince(900)).isEqualTo(50);
    }

    @Test
    void shouldNameVersionsByTimeAndLaterThanAll() {
        var table = new VersionTable(null);
        assertThat(VersionTimes.next(table, "roberta", NOON.plusMillis(700))).isEqualTo("20260304-120000");
        apply(table, 0, "20260304-120000", ModelStage.CHAMPION, Map.of());
        apply(table, 1, "v9", ModelStage.CHAMPION, Map.of());
        assertThat(VersionTimes.next(table, "roberta", NOON.plusMillis(700))).isEqualTo("20260304-120001");
        assertThat(VersionTimes.begun("v9")).isEqualTo(Optional.empty());
    }

    @Test
    void shouldIgnoreNamesFarAhead() {
        var table = new VersionTable(null);
        apply(table, 0, "20260304-100000", ModelStage.CHAMPION, Map.of("t-0", 10L));
        apply(table, 1, "99991231-235959", ModelStage.CHAMPION, Map.of("t-0", Long.MAX_VALUE));
        assertThat(VersionTimes.next(table, "roberta", NOON)).isEqualTo("20260304-120000");
        assertThat(LastTraining.announced(table, "roberta", NOON))
                .map(LastTraining::offsets)
                .contains(Map.of("t-0", 10L));
        var job = new TrainingJob(
                "20260304-120000",
                new Trigger(Trigger.Reason.FIRST, ""),
                null,
                Map.of(),
                0,
                0,
                new RoleShares(Map.of()));
        assertThat(Publication.isSurpassed(table, "roberta", job)).isFalse();
    }

    @Test
    void shouldRemoveOnlyVersionsOfItsOwn() {
        var table = new VersionTable(null);
        apply(table, 0, "20260304-100000", ModelStage.REJECTED, Map.of("t-0", 10L));
        apply(table, 1, "20260304-110000", ModelStage.REJECTED, Map.of("t-0", 10L));
        apply(table, 2, "20260304-113000", ModelStage.CHAMPION, Map.of("t-0", 10L));
        apply(table, 3, "20260304-114000", ModelStage.REJECTED, Map.of("t-0", 10L));
        apply(table, 4, "20260304-115000", ModelStage.CHAMPION, Map.of());
        assertThat(VersionRetention.old(
                        table, "roberta", Set.of("20260304-110000", "20260304-113000", "20260304-114000"), 1))
                .containsExactly("20260304-110000");
    }

    private static void apply(
            VersionTable table, long offset, String version, ModelStage stage, Map<String, Long> trainedOffsets) {
        table.apply(
                "roberta/" + version,
                ModelVersion.newBuilder()
                        .setName("roberta")
                        .setVersion(version)
                        .setStage(stage)
                        .setTrainedOffsets(trainedOffsets)
                        .build(),
                offset);
    }
}
