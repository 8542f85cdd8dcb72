package io.rolestream.rules.decision;

import static io.rolestream.schemas.testing.Votes.model;
import static io.rolestream.schemas.testing.Votes.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.events.DisagreementKind;
import org.junit.jupiter.api.Test;

class DisagreementTest {
    private final DecisionPolicy policy = new DecisionPolicy(new Combination.Joint(), "Other");

    @Test
    void shouldRankTwoNamedRolesByTheGeometricMeanOfTheirConfidences() {
        var disagreement =
                Disagreement.between(rules("A", 0.9f), model("B", 0.4f), policy).orElseThrow();

        assertThat(disagreement.kind()).isEqualTo(DisagreementKind.ROLES_DIFFER);
        assertThat(disagreement.reviewScore()).isCloseTo(0.6f, within(1e-6f));
    }

    @Test
    void shouldRankAModelAgainstAbstainingRulesByHalfItsConfidence() {
        assertThat(Disagreement.between(rules(null, 0.1f), model("B", 0.8f), policy))
                .contains(new Disagreement(DisagreementKind.RULES_ABSTAINED, 0.4f));
    }

    @Test
    void shouldRankUncertainDecisionsByTheirDoubt() {
        assertThat(Disagreement.uncertain(0.25f)).isEqualTo(new Disagreement(DisagreementKind.UNCERTAIN, 0.75f));
    }

    @Test
    void shouldFindNothingWhereBothAgree() {
        assertThat(Disagreement.between(rules("A", 0.9f), model("A", 0.4f), policy))
                .isEmpty();
    }

    @Test
    void shouldFindNothingWhereTheModelAbstains() {
        assertThat(Disagreement.between(rules("A", 0.9f), model(null, 0f), policy))
                .isEmpty();
    }

    @Test
    void shouldTakeAbstainingRulesAsAVoteForTheFallback() {
        assertThat(Disagreement.between(rules(null, 0.1f), model("Other", 0.8f), policy))
                .isEmpty();
    }
}
