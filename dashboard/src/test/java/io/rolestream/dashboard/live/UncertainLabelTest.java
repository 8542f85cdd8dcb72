package io.rolestream.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.DisagreementKind;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.Vote;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UncertainLabelTest {
    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, ROLES);

    static {
        GeneratedRecords.trust();
    }

    private final LiveState state = new LiveState(ROLES, () -> RULES, "roberta", List.of(), null, true);

    @Test
    void shouldNotBeTakenForADisagreement() {
        state.disagreement("a", disagreement(DisagreementKind.ROLES_DIFFER));
        state.disagreement("a", disagreement(DisagreementKind.UNCERTAIN));

        assertThat(state.cases(new Cell("Data Engineer", "Cloud Engineer"), null))
                .isEmpty();
    }

    private static LabelDisagreement disagreement(DisagreementKind kind) {
        return LabelDisagreement.newBuilder()
                .setResumeId("a")
                .setContentHash("0".repeat(32))
                .setKind(kind)
                .setReviewScore(0.5f)
                .setRuleVote(vote("rules", "Data Engineer"))
                .setModelVote(vote("roberta", "Cloud Engineer"))
                .setRole("Cloud Engineer")
                .setResumePartition(0)
                .setDetectedAt(Instant.EPOCH)
                .build();
    }

    private static Vote vote(String labeller, String role) {
        return Vote.newBuilder()
                .setLabeller(labeller)
                .setLabellerVersion("1")
                .setRole(role)
                .setVotedAt(Instant.EPOCH)
                .build();
    }
}
