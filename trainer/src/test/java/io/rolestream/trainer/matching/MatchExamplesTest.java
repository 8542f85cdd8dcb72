package io.rolestream.trainer.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.training.contrastive.ContrastiveExamples;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatchExamplesTest {
    @Test
    void shouldNotHoldWhatWasHardlyLookedAtAgainstAJob(@TempDir Path folder) throws Exception {
        MatchingData data = new MatchingData(
                Map.of("r", new Candidate("r", "java, spring", null, null)),
                Map.of(
                        "opened", job("opened", "java"),
                        "seen", job("seen", "java java java"),
                        "below", job("below", "java java java java java")),
                List.of(
                        new GradedMatch("r", "opened", 1, 1),
                        new GradedMatch("r", "seen", 0, 0.9f),
                        new GradedMatch("r", "below", 0, 0.1f)),
                "feedback",
                true);
        CheckpointDirectory base =
                CheckpointDirectory.open(TinyModel.write(folder, 1).path());
        MatchSplit split = MatchSplit.of(data, RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard()));

        ContrastiveExamples learnt;
        try (MatchExamples examples = new MatchExamples(split, base, 64)) {
            learnt = examples.pairs(data.matches(), Map.of());
        }

        assertThat(learnt.documents()).hasSize(2);
        assertThat(learnt.pairs())
                .singleElement()
                .satisfies(pair -> assertThat(pair.negatives()).hasSize(1).doesNotContain(pair.document()));
    }

    private static Posting job(String id, String skills) {
        return new Posting(id, "developer", skills, null, null, null, null, null);
    }
}
