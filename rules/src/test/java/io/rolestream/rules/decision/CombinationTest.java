package io.rolestream.rules.decision;

import static io.rolestream.schemas.testing.Votes.model;
import static io.rolestream.schemas.testing.Votes.rules;
import static io.rolestream.schemas.testing.Votes.score;
import static io.rolestream.schemas.testing.Votes.weighted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.events.Decider;
import io.rolestream.events.Vote;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CombinationTest {
    private static final String FALLBACK = "Other";

    @Nested
    class Joint {
        private final Combination joint = new Combination.Joint();

        @Test
        void shouldAddTheRulesScoreTimesTheCoefficientToTheLogProbability() {
            Vote rules = rules("B", 0.6f, score("B", 2), score("A", 1));
            Vote model = weighted(
                    0.5f, "A", 0.6f, score("A", Math.log(0.6)), score("B", Math.log(0.3)), score("C", Math.log(0.1)));

            Decision decision = joint.between(rules, "B", model);

            double a = 0.6 * Math.exp(0.5);
            double b = 0.3 * Math.exp(1.0);
            double c = 0.1;
            assertThat(decision.role()).isEqualTo("A");
            assertThat(decision.confidence()).isCloseTo((float) (a / (a + b + c)), within(1e-5f));
        }

        @Test
        void shouldFollowTheModelWhereBothAgree() {
            Vote model = weighted(1, "A", 0.9f, score("A", Math.log(0.9)), score("B", Math.log(0.1)));

            Decision decision = joint.between(rules("A", 0.8f, score("A", 3)), "A", model);

            assertThat(decision.role()).isEqualTo("A");
            assertThat(decision.decidedBy()).isEqualTo(Decider.MODEL);
        }

        @Test
        void shouldBeDecidedByTheRulesWhereTheirRoleWinsAgainstTheModels() {
            Vote model = weighted(1, "A", 0.6f, score("A", Math.log(0.6)), score("B", Math.log(0.4)));

            Decision decision = joint.between(rules("B", 0.8f, score("B", 3)), "B", model);

            assertThat(decision.role()).isEqualTo("B");
            assertThat(decision.decidedBy()).isEqualTo(Decider.RULE);
        }

        @Test
        void shouldBeDecidedByTheModelWhereAThirdRoleWins() {
            Vote rules = rules("B", 0.5f, score("B", 2), score("C", 1.9));
            Vote model = weighted(
                    1, "A", 0.7f, score("A", Math.log(0.7)), score("C", Math.log(0.25)), score("B", Math.log(0.05)));

            Decision decision = joint.between(rules, "B", model);

            assertThat(decision.role()).isEqualTo("C");
            assertThat(decision.decidedBy()).isEqualTo(Decider.MODEL);
        }

        @Test
        void shouldCountTheRulesOnceWithoutACoefficient() {
            Vote rules = rules("B", 0.8f, score("B", 2));
            Vote without = model("A", 0.6f, score("A", -0.5), score("B", -0.9));
            Vote withOne = weighted(1, "A", 0.6f, score("A", -0.5), score("B", -0.9));

            assertThat(joint.between(rules, "B", without)).isEqualTo(joint.between(rules, "B", withOne));
        }

        @Test
        void shouldIgnoreTheRulesWithACoefficientOfZero() {
            Vote rules = rules("B", 0.8f, score("B", 100));
            Vote model = weighted(0, "A", 0.6f, score("A", Math.log(0.6)), score("B", Math.log(0.4)));

            Decision decision = joint.between(rules, "B", model);

            assertThat(decision.role()).isEqualTo("A");
            assertThat(decision.confidence()).isCloseTo(0.6f, within(1e-6f));
        }

        @Test
        void shouldTakeTheModelsRoleWhereItsVoteHasNoScores() {
            Decision decision = joint.between(rules("B", 0.8f, score("B", 3)), "B", model("A", 0.7f));

            assertThat(decision).isEqualTo(new Decision("A", Decider.MODEL, 0.7f));
        }

        @Test
        void shouldKeepTheModelsOrderOnEqualSums() {
            Vote model = weighted(1, "A", 0.5f, score("A", -1), score("B", -2));

            Decision decision = joint.between(rules("B", 0.8f, score("B", 1)), "B", model);

            assertThat(decision).isEqualTo(new Decision("A", Decider.MODEL, 0.5f));
        }

        @Test
        void shouldFollowTheModelWhereTheRulesAbstain() {
            Vote model = weighted(1, "A", 0.6f, score("A", Math.log(0.6)), score(FALLBACK, Math.log(0.4)));

            Decision decision = joint.between(rules(null, 0.1f), FALLBACK, model);

            assertThat(decision.role()).isEqualTo("A");
            assertThat(decision.decidedBy()).isEqualTo(Decider.MODEL);
            assertThat(decision.confidence()).isCloseTo(0.6f, within(1e-6f));
        }

        @Test
        void shouldStayFiniteForScoresFarApart() {
            Vote model = weighted(1, "A", 1f, score("A", 0), score("B", -3e38));

            Decision decision = joint.between(rules("B", 1f, score("B", 3e38)), "B", model);

            assertThat(decision.confidence()).isBetween(0f, 1f);
        }
    }

    @Nested
    class ModelWhenConfident {
        private final Combination combination = new Combination.ModelWhenConfident(0.8f);

        @Test
        void shouldFollowAModelThatIsAtLeastSoSure() {
            assertThat(combination.between(rules("B", 0.9f), "B", model("A", 0.8f)))
                    .isEqualTo(new Decision("A", Decider.MODEL, 0.8f));
        }

        @Test
        void shouldFollowTheRulesWhereTheModelIsLessSure() {
            assertThat(combination.between(rules("B", 0.9f), "B", model("A", 0.79f)))
                    .isEqualTo(new Decision("B", Decider.RULE, 0.9f));
        }

        @Test
        void shouldFollowAnUnsureModelWhereTheRulesAbstain() {
            assertThat(combination.between(rules(null, 0.1f), FALLBACK, model("A", 0.2f)))
                    .isEqualTo(new Decision("A", Decider.MODEL, 0.2f));
        }

        @ParameterizedTest
        @ValueSource(floats = {-0.1f, 1.1f, Float.NaN})
        void shouldRefuseAThresholdThatIsNoProbability(float threshold) {
            assertThatThrownBy(() -> new Combination.ModelWhenConfident(threshold))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0..1");
        }
    }

    @Nested
    class OneDecides {
        @Test
        void shouldFollowTheRulesWhateverTheModelSays() {
            assertThat(new Combination.RulesDecide().between(rules("B", 0.4f), "B", model("A", 1f)))
                    .isEqualTo(new Decision("B", Decider.RULE, 0.4f));
        }

        @Test
        void shouldTakeTheFallbackWhereTheDecidingRulesAbstain() {
            assertThat(new Combination.RulesDecide().between(rules(null, 0.2f), FALLBACK, model("A", 1f)))
                    .isEqualTo(new Decision(FALLBACK, Decider.RULE, 0.2f));
        }

        @Test
        void shouldFollowTheModelWhateverTheRulesSay() {
            assertThat(new Combination.ModelDecides().between(rules("B", 1f), "B", model("A", 0.3f)))
                    .isEqualTo(new Decision("A", Decider.MODEL, 0.3f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"joint", "rules", "model", "model-when-confident(0.8)", "model-when-confident(1.0)"})
    void shouldWriteTheTextThatItWasReadFrom(String text) {
        assertThat(Combination.parse(text)).hasToString(text);
    }

    @Test
    void shouldReadAThresholdWithoutDecimals() {
        assertThat(Combination.parse("model-when-confident(1)")).isEqualTo(new Combination.ModelWhenConfident(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Joint",
                "joint ",
                "majority",
                "model-when-confident",
                "model-when-confident()",
                "model-when-confident(.8)",
                "model-when-confident(-1)",
                "model-when-confident(0,8)"
            })
    void shouldRefuseOtherTexts(String text) {
        assertThatThrownBy(() -> Combination.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text)
                .hasMessageContaining(Combination.ACCEPTED);
    }

    @Test
    void shouldRefuseAThresholdAboveOneInAText() {
        assertThatThrownBy(() -> Combination.parse("model-when-confident(1.5)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0..1");
    }
}
