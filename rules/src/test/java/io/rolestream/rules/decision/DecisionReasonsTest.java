package io.rolestream.rules.decision;

import static io.rolestream.schemas.testing.Votes.human;
import static io.rolestream.schemas.testing.Votes.model;
import static io.rolestream.schemas.testing.Votes.rules;
import static io.rolestream.schemas.testing.Votes.score;
import static io.rolestream.schemas.testing.Votes.weighted;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.LabelledRole;
import io.rolestream.events.MappedRole;
import io.rolestream.events.Vote;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecisionReasonsTest {
    @Test
    void shouldNameThePersonWhoOverridesTheVotes() {
        LabelledRole label = LabelledRole.newBuilder(label("joint else Other", rules("A", 1f), null))
                .setHumanVote(human("B"))
                .build();

        assertThat(DecisionReasons.of(label))
                .containsExactly("human@1 answered B. A person's answer overrides all votes.");
    }

    @Test
    void shouldSayThatTheRulesDecidedAlone() {
        assertThat(reasons("joint else Other", rules("A", 0.9f), null))
                .containsExactly(
                        "No model voted, so the rules decided alone.", "The rules vote for A, confidence 90.0 %.");
    }

    @Test
    void shouldSayWhyALabellerAbstained() {
        Vote thin =
                Vote.newBuilder(rules(null, 0.3f)).setReason("thin-evidence").build();
        Vote none = Vote.newBuilder(model(null, 0f)).setReason("no-model").build();

        assertThat(reasons("joint else Other", thin, none))
                .containsExactly(
                        "The model abstained because no model was loaded, so the rules decided alone.",
                        "The rules abstained because there is too little evidence, so the label is the fallback role,"
                                + " Other.");
    }

    @Test
    void shouldSayThatAVoteCameTooLate() {
        LabelledRole late = LabelledRole.newBuilder(label("joint else Other", rules("A", 0.9f), null))
                .setDegraded(true)
                .build();

        assertThat(DecisionReasons.of(late).get(0)).contains("did not come in time");
    }

    @Test
    void shouldAddUpTheJointDecision() {
        Vote rules = rules("A", 0.9f, score("A", 4));
        Vote model = weighted(0.5f, "B", 0.6f, score("B", Math.log(0.6)), score("A", Math.log(0.4)));

        List<String> reasons = reasons("joint else Other", rules, model);

        assertThat(reasons).hasSize(5);
        assertThat(reasons.get(0))
                .isEqualTo("The rules vote for A, confidence 90.0 %; the model votes for B, confidence 60.0 %.");
        assertThat(reasons.get(1)).contains("0.50 times the rules' sum");
        assertThat(reasons.get(2)).isEqualTo("A: -0.92 + 0.50 x 4.00 = 1.08; next is B: -0.51 + 0.50 x 0.00 = -0.51.");
        assertThat(reasons.get(3)).isEqualTo("The rules' role wins against the model's.");
        assertThat(reasons.get(4)).isEqualTo("As a probability, the total of A is 83.1 %.");
    }

    @Test
    void shouldAddUpRolesThatTheModelDoesNotList() {
        Vote model = Vote.newBuilder(weighted(1f, "B", 0.5f, score("B", Math.log(0.5))))
                .setUnlistedRoles(5)
                .setUnlistedScore((float) Math.log(0.1))
                .build();

        assertThat(reasons("joint else Other", rules("A", 0.9f, score("A", 4)), model))
                .contains("A: -2.30 + 1.00 x 4.00 = 1.70; next is B: -0.69 + 1.00 x 0.00 = -0.69.");
        assertThat(reasons("joint else Other", rules("A", 0.9f, score("A", 1)), model))
                .contains("B: -0.69 + 1.00 x 0.00 = -0.69; next is A: -2.30 + 1.00 x 1.00 = -1.30.");
        assertThat(reasons("joint else Other", rules(null, 0.9f), model))
                .as("no other role has a name")
                .contains("B: -0.69 + 1.00 x 0.00 = -0.69.");
    }

    @Test
    void shouldSayThatTheModelHasNotLearntARole() {
        Vote model = Vote.newBuilder(model("B", 0.9f, score("B", Math.log(0.9))))
                .setUnknownRoles(List.of("A"))
                .setMappedRoles(List.of(new MappedRole("Old B", "B")))
                .build();

        assertThat(reasons("joint else Other", rules("A", 0.9f), model))
                .endsWith(
                        "The model learnt Old B, which counts as B now.",
                        "The model has not learnt A, so the rules decide.");
    }

    @Test
    void shouldSayThatAConfidenceIsBelowTheMinimum() {
        assertThat(reasons("model min 0.7 else Other", rules("A", 0.9f), model("B", 0.6f)))
                .endsWith("The confidence, 60.0 %, is below the minimum of 70.0 %, so the label is the fallback role,"
                        + " Other.");
    }

    @Test
    void shouldCompareTheModelsConfidenceWithTheThreshold() {
        assertThat(reasons("model-when-confident(0.8) else Other", rules("A", 0.9f), model("B", 0.6f)))
                .endsWith("The model decides where its confidence is at least 80.0 %, which it is not, so the rules"
                        + " decide.");
    }

    @Test
    void shouldAdmitThatAPolicyIsUnknown() {
        assertThat(reasons("dice", rules("A", 0.9f), null))
                .containsExactly("This release does not know the policy \"dice\".");
    }

    private static List<String> reasons(String policy, Vote rules, @Nullable Vote model) {
        return DecisionReasons.of(label(policy, rules, model));
    }

    private static LabelledRole label(String policy, Vote rules, @Nullable Vote model) {
        return LabelledRole.newBuilder()
                .setPolicy(policy)
                .setRuleVote(rules)
                .setModelVote(model)
                .build();
    }
}
