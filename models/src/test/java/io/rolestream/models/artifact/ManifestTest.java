package io.rolestream.models.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.evaluation.scores.DecisionParameters.FittedTo;
import io.rolestream.evaluation.verdict.StatedVerdict;
import io.rolestream.evaluation.verdict.VerdictKind;
import io.rolestream.rules.decision.JointCalibration;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestTest {
    @Test
    void shouldKeepHowConfidenceIsCalibrated() throws Exception {
        VoteParameters calibrated =
                new VoteParameters(0.75f, 1.25f, new JointCalibration(2.5f, 0.1f), FittedTo.RULE_VOTES);
        Manifest manifest = new Manifest(
                VersionDetails.of("any", "1").as("roberta", "1", calibrated),
                Instant.parse("2026-11-22T10:00:00Z"),
                List.of(new VersionFile("config.json", 2, "ab".repeat(32))));

        assertThat(Manifest.parse(manifest.json())).isEqualTo(manifest);
    }

    @Test
    void shouldRefuseACalibrationThatGivesNoProbabilities() {
        String json = """
                {"format": 1, "name": "roberta", "version": "1", "createdAt": "2026-11-22T10:00:00Z", "jointDoubt": 1.5,
                  "files": []}
                """;
        assertThatThrownBy(() -> Manifest.parse(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("doubt");
    }

    @Test
    void shouldIgnoreWhatItDoesNotKnowAndFillInWhatIsMissing() throws Exception {
        String json = """
                {
                  "format": 1, "name": "roberta", "version": "1", "createdAt": "2026-11-22T10:00:00.123Z", "mood": "good",
                  "files": [{"path": "config.json", "bytes": 2, "sha256": "%s", "mode": "0644"}]
                }
                """.formatted("AB".repeat(32));
        assertThat(Manifest.parse(json.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Manifest(
                        VersionDetails.of("roberta", "1"),
                        Instant.parse("2026-11-22T10:00:00.123Z"),
                        List.of(new VersionFile("config.json", 2, "ab".repeat(32)))));
    }

    @Test
    void shouldKeepTheVerdict() throws Exception {
        for (VerdictKind kind : VerdictKind.values()) {
            StatedVerdict verdict = new StatedVerdict(kind, List.of("People labelled no items."));
            Manifest manifest = new Manifest(
                    VersionDetails.of("roberta", "1").withVerdict(verdict),
                    Instant.parse("2026-11-22T10:00:00.123Z"),
                    List.of(new VersionFile("config.json", 2, "ab".repeat(32))));

            assertThat(Manifest.parse(manifest.json()).details().verdict()).isEqualTo(verdict);
        }
    }

    @Test
    void shouldNotGuessTheVerdictsOfOtherReleases() throws Exception {
        for (String gate : List.of("", "\"gate\": {},", "\"gate\": {\"verdict\": \"splendid\", \"by\": 3},")) {
            String json = """
                    {
                      "format": 1, "name": "roberta", "version": "1", %s "createdAt": "2026-11-22T10:00:00Z",
                      "files": [{"path": "config.json", "bytes": 2, "sha256": "%s"}]
                    }
                    """.formatted(gate, "ab".repeat(32));

            assertThat(Manifest.parse(json.getBytes(StandardCharsets.UTF_8))
                            .details()
                            .verdict())
                    .isEqualTo(StatedVerdict.NONE);
        }
    }

    @Test
    void shouldDropTheVerdictOfOtherParameters() {
        VersionDetails judged = VersionDetails.of("roberta", "1")
                .withVerdict(new StatedVerdict(VerdictKind.PASSED, List.of()))
                .withMetrics(Map.of("gold.macro-f1", 0.7, "gold.joint.macro-f1", 0.8, "gold.ece", 0.1));

        VersionDetails same = judged.as("other", "2", judged.parameters());
        VersionDetails changed = judged.as("other", "2", new VoteParameters(0.5f, 1));

        assertThat(same.verdict()).isEqualTo(judged.verdict());
        assertThat(same.metrics()).isEqualTo(judged.metrics());
        assertThat(changed.verdict()).isEqualTo(StatedVerdict.NONE);
        assertThat(changed.metrics()).containsOnlyKeys("gold.macro-f1");
    }
}
