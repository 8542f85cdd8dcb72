package io.rolestream.trainer.matching.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.evaluation.verdict.StatedVerdict;
import io.rolestream.evaluation.verdict.VerdictKind;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.AnnouncedVerdict;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MatchStagesTest {
    static {
        GeneratedRecords.trust();
    }

    @Test
    void shouldMakeTheFirstThatPassesChampion() {
        assertThat(new MatchStages(null)
                        .staged(passed("2", VerdictKind.PASSED), Optional.empty())
                        .getStage())
                .isEqualTo(ModelStage.CHAMPION);
    }

    @Test
    void shouldLetAPersonPromoteWhatPassedOnlyWeakly() {
        ModelVersion staged = new MatchStages(null).staged(passed("2", VerdictKind.PASSED_WEAKLY), Optional.empty());

        assertThat(staged.getStage()).isEqualTo(ModelStage.CHALLENGER);
        assertThat(staged.getGateReasons())
                .containsExactly(
                        "It passed only weakly. To make it champion all the same:"
                                + " `rolestream models promote 2 --name matcher`.",
                        "a reason");
    }

    @Test
    void shouldNotReplaceAChampionThatItWasNotComparedWith() {
        ModelVersion staged = new MatchStages("0")
                .staged(passed("2", VerdictKind.PASSED), Optional.of(passed("1", VerdictKind.PASSED)));

        assertThat(staged.getStage()).isEqualTo(ModelStage.CHALLENGER);
        assertThat(staged.getGateReasons().get(0)).startsWith("It was not compared with the champion 1. To make");
    }

    @Test
    void shouldReplaceTheChampionThatItWasComparedWith() {
        ModelVersion staged = new MatchStages("1")
                .staged(passed("2", VerdictKind.PASSED), Optional.of(passed("1", VerdictKind.PASSED)));

        assertThat(staged.getStage()).isEqualTo(ModelStage.CHAMPION);
    }

    private static ModelVersion passed(String version, VerdictKind kind) {
        return AnnouncedVerdict.withVerdict(
                ModelVersion.newBuilder()
                        .setName("matcher")
                        .setVersion(version)
                        .setLocation("matcher/" + version)
                        .setFiles(List.of())
                        .setStage(ModelStage.CHAMPION)
                        .setAnnouncedAt(Instant.EPOCH)
                        .build(),
                new StatedVerdict(kind, List.of("a reason")));
    }
}
