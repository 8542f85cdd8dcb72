package io.rolestream.models.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.evaluation.verdict.StatedVerdict;
import io.rolestream.evaluation.verdict.VerdictKind;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnnouncedVerdictTest {
    static {
        GeneratedRecords.trust();
    }

    private static final ModelVersion PUBLISHED = Versions.version("v1", ModelStage.CHALLENGER);

    private static String words(ModelVersion version) {
        return AnnouncedVerdict.of(version).words();
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepTheVerdictOfATrainingWhoeverPublishesIt(VerdictKind kind) {
        StatedVerdict verdict = new StatedVerdict(kind, List.of("People labelled no items."));
        VersionDetails details = VersionDetails.of("roberta", "v1").withVerdict(verdict);

        ModelVersion byTrainer = AnnouncedVerdict.withVerdict(PUBLISHED, verdict);
        ModelVersion byHand = AnnouncedVerdict.byHand(PUBLISHED, details);

        if (kind != VerdictKind.NOT_RECORDED) {
            assertThat(words(byTrainer)).isEqualTo(kind.words());
        }
        assertThat(words(byHand)).isEqualTo(kind.words() + ", published by hand");
        assertThat(byHand.getGatePassed()).isEqualTo(kind.passed());
        assertThat(byHand.getGateReasons()).contains("People labelled no items.");
        assertThat(AnnouncedVerdict.isRejectedByHand(byHand)).isFalse();
    }

    @Test
    void shouldNotCallThePassOfAnEarlierReleaseStrongWithoutARandomSlice() {
        assertThat(words(passed(Map.of("hold-out.items", 400.0)))).isEqualTo("passed (weakly)");
        assertThat(words(passed(Map.of("gold.items", 400.0)))).isEqualTo("passed (weakly)");
        assertThat(words(passed(Map.of("gold-random-slice.items", 99.0)))).isEqualTo("passed (weakly)");
        assertThat(words(passed(Map.of("gold-random-slice.items", 100.0)))).isEqualTo("passed");
    }

    private static ModelVersion passed(Map<String, Double> metrics) {
        return ModelVersion.newBuilder(PUBLISHED)
                .setGatePassed(true)
                .setMetrics(metrics)
                .build();
    }

    @Test
    void shouldReadOtherAnnouncementsOfEarlierReleases() {
        assertThat(words(failed("There are too few items."))).isEqualTo("failed");
        assertThat(words(failed("published by hand, without an evaluation")))
                .isEqualTo("no verdict, published by hand");
        assertThat(words(failed("published by hand; evaluated when it was trained")))
                .isEqualTo("no verdict, published by hand");
        assertThat(words(failed())).isEqualTo("no verdict");
    }

    private static ModelVersion failed(String... reasons) {
        return ModelVersion.newBuilder(PUBLISHED)
                .setGatePassed(false)
                .setGateReasons(List.of(reasons))
                .build();
    }

    @Test
    void shouldKeepTheVerdictOfARejectedVersion() {
        ModelVersion passed =
                AnnouncedVerdict.withVerdict(PUBLISHED, new StatedVerdict(VerdictKind.PASSED_WEAKLY, List.of()));
        ModelVersion rejected = ModelVersion.newBuilder(passed)
                .setStage(ModelStage.REJECTED)
                .setGateReasons(List.of("rejected by ada at noon: slow"))
                .build();

        assertThat(words(rejected)).isEqualTo("passed (weakly)");
        assertThat(AnnouncedVerdict.isRejectedByHand(rejected)).isTrue();
    }
}
