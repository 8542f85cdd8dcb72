package io.rolestream.rules.decision;

import static io.rolestream.schemas.testing.Votes.human;
import static io.rolestream.schemas.testing.Votes.model;
import static io.rolestream.schemas.testing.Votes.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.Decider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionPolicyTest {
    private final DecisionPolicy policy = new DecisionPolicy(new Combination.ModelDecides(), "Other");

    @Test
    void shouldSetAPersonAboveAllVotes() {
        assertThat(policy.decide(rules("A", 1f), model("A", 1f), human("B")))
                .isEqualTo(new Decision("B", Decider.HUMAN, 1f));
    }

    @Test
    void shouldNeedNothingBesideAPersonsVote() {
        assertThat(policy.decide(null, null, human("B"))).isEqualTo(new Decision("B", Decider.HUMAN, 1f));
    }

    @Test
    void shouldFollowTheRulesWithoutAModelVote() {
        assertThat(policy.decide(rules("A", 0.7f), null, null)).isEqualTo(new Decision("A", Decider.RULE, 0.7f));
    }

    @Test
    void shouldFollowTheRulesWhereTheModelAbstains() {
        assertThat(policy.decide(rules("A", 0.7f), model(null, 0f), null))
                .isEqualTo(new Decision("A", Decider.RULE, 0.7f));
    }

    @Test
    void shouldTakeTheFallbackAtTheRulesConfidenceWhereAllAbstain() {
        assertThat(policy.decide(rules(null, 0.15f), model(null, 0f), null))
                .isEqualTo(new Decision("Other", Decider.RULE, 0.15f));
    }

    @Test
    void shouldLeaveTwoVotesToTheCombination() {
        assertThat(policy.decide(rules("A", 1f), model("B", 0.5f), null))
                .isEqualTo(new Decision("B", Decider.MODEL, 0.5f));
    }

    @Test
    void shouldRefuseToDecideWithoutRulesAndPerson() {
        assertThatThrownBy(() -> policy.decide(null, model("A", 1f), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rules' vote");
    }

    @Test
    void shouldRefuseABlankFallback() {
        assertThatThrownBy(() -> new DecisionPolicy(new Combination.Joint(), " "))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReadAFallbackWithBlanks() {
        assertThat(DecisionPolicy.parse("joint else None of these").fallback()).isEqualTo("None of these");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "joint", "joint else ", "joint or Other", "else Other", "nonsense else Other"})
    void shouldRefuseATextThatNamesNoPolicy(String text) {
        assertThatThrownBy(() -> DecisionPolicy.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(floats = {-0.01f, 1.01f, Float.NaN, Float.POSITIVE_INFINITY})
    void shouldRefuseADecisionWhoseConfidenceIsNoProbability(float confidence) {
        assertThatThrownBy(() -> new Decision("A", Decider.RULE, confidence))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("confidence");
    }
}
