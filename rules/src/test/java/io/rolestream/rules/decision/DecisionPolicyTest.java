package io.rolestream.rules.decision;

import static io.rolestream.schemas.testing.Votes.human;
import static io.rolestream.schemas.testing.Votes.model;
import static io.rolestream.schemas.testing.Votes.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.schemas.testing.Votes;
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
    void shouldTakeTheFallbackBelowTheMinimumConfidence() {
        DecisionPolicy careful = DecisionPolicy.parse("model min 0.6 else Other");

        assertThat(careful.decide(rules("A", 1f), model("B", 0.59f), null))
                .isEqualTo(new Decision("Other", Decider.MODEL, 0.59f));
        assertThat(careful.decide(rules("A", 1f), model("B", 0.6f), null))
                .isEqualTo(new Decision("B", Decider.MODEL, 0.6f));
        assertThat(careful.decide(rules("A", 0.5f), null, null)).isEqualTo(new Decision("Other", Decider.RULE, 0.5f));
        assertThat(careful.decide(rules("A", 0.5f), null, human("B")).role()).isEqualTo("B");
    }

    @Test
    void shouldKeepThePolicysTextWithoutAMinimum() {
        assertThat(new DecisionPolicy(new Combination.Joint(), 0, "Other")).hasToString("joint else Other");
        assertThat(new DecisionPolicy(new Combination.Joint(), 0.6f, "Other")).hasToString("joint min 0.6 else Other");
        assertThatThrownBy(() -> new DecisionPolicy(new Combination.Joint(), 1.1f, "Other"))
                .hasMessageContaining("minimum confidence");
    }

    @Test
    void shouldRecomputeDecisionsOfVotesWithoutACalibrationAsBefore() {
        Vote rules = Votes.rules("A", 0.9f, Votes.score("A", 2));
        Vote old = Votes.model(
                "A", 0.5f, Votes.score("A", (float) Math.log(0.5)), Votes.score("B", (float) Math.log(0.5)));
        LabelledRole.Builder label = LabelledRole.newBuilder()
                .setPolicy("joint else Other")
                .setRole("A")
                .setRuleVote(rules)
                .setModelVote(old);
        Vote calibrated =
                Vote.newBuilder(old).setJointTemperature(2f).setJointDoubt(0.2f).build();
        double sum = Math.exp(2);

        assertThat((double) DecisionPolicy.recompute(label.build()).confidence())
                .isCloseTo(sum / (sum + 1), within(1e-6));
        assertThat((double)
                        DecisionPolicy.recompute(label.setModelVote(calibrated).build())
                                .confidence())
                .isCloseTo(0.8 * Math.sqrt(sum) / (Math.sqrt(sum) + 1) + 0.1, within(1e-6));
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
    @ValueSource(
            strings = {
                "",
                "joint",
                "joint else ",
                "joint or Other",
                "else Other",
                "nonsense else Other",
                "joint min else Other",
                "joint min 2 else Other"
            })
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
