package io.rolestream.trainer.labelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.evaluation.testing.Simulation;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.KeywordWeight;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four roles of eight keywords each, and a fallback. Texts have keywords of a role, some of them of any. */
class KeywordRelearningTest {
    private static final int ROLES = 4;
    private static final int KEYWORDS = 8;
    private static final Taxonomy TAXONOMY = Simulation.taxonomy(ROLES + 1);
    private static final RuleSet TRUTH = RuleSet.parse(
            "name: truth\nmatching: phrases\nroles:\n"
                    + IntStream.range(0, ROLES)
                            .mapToObj(role -> IntStream.range(0, KEYWORDS)
                                    .mapToObj(i -> keyword(role, i) + ": " + (i % 2 + 2))
                                    .collect(Collectors.joining(", ", "  Role " + role + ": {", "}\n")))
                            .collect(Collectors.joining()),
            "truth.yml",
            TAXONOMY);

    /** What rules say wrongly: two keywords speak for another role, and one for two. */
    private static final RuleSet PLANTED = TRUTH.withWeights(List.of(
            weight(keyword(0, 0), 0, 0),
            weight(keyword(0, 0), 1, 4),
            weight(keyword(2, 1), 2, 0),
            weight(keyword(2, 1), 3, 4),
            weight(keyword(3, 2), 1, 4)));

    private static KeywordWeight weight(String keyword, int role, double weight) {
        return new KeywordWeight(keyword, TAXONOMY.role(role), weight);
    }

    private static String keyword(int role, int number) {
        return "k" + role + "x" + number;
    }

    private static TrainingText answered(String text, Role role) {
        return new TrainingText("%032x".formatted(text.hashCode()), text, role.name(), false);
    }

    private static List<TrainingText> texts(int count, long seed, ToIntFunction<String> answer) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TrainingText> texts = new ArrayList<>();
        while (texts.size() < count) {
            int role = random.nextInt(ROLES);
            String text = IntStream.range(0, random.nextInt(1, 5))
                    .mapToObj(word ->
                            keyword(random.nextInt(4) == 0 ? random.nextInt(ROLES) : role, random.nextInt(KEYWORDS)))
                    .collect(Collectors.joining(", "));
            texts.add(answered(text, TAXONOMY.role(answer.applyAsInt(text))));
        }
        return texts;
    }

    private static int role(RuleSet rules, String text) {
        return TAXONOMY.indexOf(rules.vote(text).role().name());
    }

    /** Texts that are of one role truly: people know no ties. */
    private static List<TrainingText> truly(int count, long seed) {
        return texts(3 * count, seed, text -> role(TRUTH, text)).stream()
                .filter(text -> !TRUTH.vote(text.text()).abstained())
                .limit(count)
                .toList();
    }

    private static double accuracy(RuleSet rules) {
        List<TrainingText> unseen = truly(2000, 99);
        return (double) unseen.stream()
                        .filter(text -> rules.vote(text.text()).role().name().equals(text.answer()))
                        .count()
                / unseen.size();
    }

    private static double weight(RuleSet rules, String keyword, int role) {
        return rules.weights(keyword).stream()
                .filter(weight -> weight.role().equals(TAXONOMY.role(role)))
                .mapToDouble(weight -> weight.weight())
                .sum();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindPlantedWeights(long seed) {
        KeywordRelearning relearning = KeywordRelearning.of(PLANTED, truly(600, seed), seed);

        RuleSet rules = relearning.rules();
        assertThat(weight(rules, keyword(0, 0), 0)).isGreaterThan(1);
        assertThat(weight(rules, keyword(0, 0), 1)).isLessThan(3);
        assertThat(weight(rules, keyword(2, 1), 2)).isGreaterThan(1);
        assertThat(weight(rules, keyword(2, 1), 3)).isLessThan(3);
        assertThat(weight(rules, keyword(3, 2), 1)).isLessThan(3);
        assertThat(accuracy(PLANTED)).isLessThan(0.9);
        assertThat(accuracy(rules)).isGreaterThan(0.95);
        assertThat(relearning.answers()).isEqualTo(600);
        assertThat(relearning.changed()).isPositive();
        assertThat(relearning.after()).isLessThan(relearning.before());
        assertThat(relearning.trust()).isIn(KeywordRelearning.TRUSTS);
    }

    @Test
    void shouldLeaveOtherWeightsNearlyAsTheyAre() {
        RuleSet rules = KeywordRelearning.of(PLANTED, truly(600, 1), 1).rules();

        List<Double> changes = new ArrayList<>();
        for (int role = 0; role < ROLES; role++) {
            for (int i = 0; i < KEYWORDS; i++) {
                String keyword = keyword(role, i);
                if (!List.of(keyword(0, 0), keyword(2, 1), keyword(3, 2)).contains(keyword)) {
                    double own = weight(rules, keyword, role);
                    changes.add(Math.abs(own - weight(PLANTED, keyword, role)));
                    for (int other = 0; other <= ROLES; other++) {
                        assertThat(other == role || weight(rules, keyword, other) < own)
                                .as(keyword)
                                .isTrue();
                    }
                }
            }
        }
        assertThat(changes.stream().mapToDouble(change -> change).average().orElseThrow())
                .isLessThan(0.6);
        assertThat(rules.version()).isNotEqualTo(PLANTED.version());
    }

    @Test
    void shouldRoundWeights() {
        RuleSet rules = KeywordRelearning.of(PLANTED, truly(600, 1), 1).rules();

        for (String keyword : rules.keywords()) {
            rules.weights(keyword)
                    .forEach(weight -> assertThat(weight.weight() / KeywordRelearning.STEP)
                            .isEqualTo(Math.rint(weight.weight() / KeywordRelearning.STEP), offset(1e-3)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldChangeNothingThatAnswersAgreeWith(long seed) {
        assertUnchanged(KeywordRelearning.of(TRUTH, truly(300, seed), seed), TRUTH);
        assertUnchanged(
                KeywordRelearning.of(TRUTH, texts(300, seed, text -> role(TRUTH, text)), seed), TRUTH); // with ties
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldLearnNothingFromNoise(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        KeywordRelearning relearning =
                KeywordRelearning.of(TRUTH, texts(300, seed, text -> random.nextInt(ROLES + 1)), seed);

        assertUnchanged(relearning, TRUTH);
    }

    private static void assertUnchanged(KeywordRelearning relearning, RuleSet rules) {
        assertThat(relearning.changed()).isZero();
        assertThat(relearning.rules()).isSameAs(rules);
        assertThat(relearning.after()).isEqualTo(relearning.before());
    }

    @Test
    void shouldRepeat() {
        List<TrainingText> answers = truly(200, 1);
        KeywordRelearning first = KeywordRelearning.of(PLANTED, answers, 1);
        KeywordRelearning second = KeywordRelearning.of(PLANTED, answers, 1);

        assertThat(second.rules().version()).isEqualTo(first.rules().version());
        assertThat(second.after()).isEqualTo(first.after());
        assertThat(KeywordRelearning.of(PLANTED, answers, 2).after())
                .as("of other folds")
                .isNotEqualTo(first.after());
    }

    @Test
    void shouldKeepWeightsThatAreOutOfItsRange() {
        RuleSet heavy = PLANTED.withWeights(List.of(weight(keyword(1, 1), 1, 60)));
        KeywordRelearning relearning = KeywordRelearning.of(heavy, truly(600, 1), 1);

        assertThat(relearning.changed()).isPositive();
        assertThat(weight(relearning.rules(), keyword(1, 1), 1)).isBetween(50.0, 60.0);
    }

    @Test
    void shouldRefuseTooFewAnswers() {
        assertThatThrownBy(() -> KeywordRelearning.of(PLANTED, truly(49, 1), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("49 answers are fewer than 50");
        assertThat(KeywordRelearning.of(PLANTED, truly(50, 1), 1).answers()).isEqualTo(50);
    }

    @Test
    void shouldRefuseRulesWithoutWeights() {
        RuleSet substrings = RuleSet.load(RuleSet.NOTEBOOK, Taxonomy.standard());
        List<TrainingText> answers = IntStream.range(0, 60)
                .mapToObj(i -> answered("java", Taxonomy.standard().role(1)))
                .toList();

        assertThatThrownBy(() -> KeywordRelearning.of(substrings, answers, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("notebook@")
                .hasMessageContaining("have no weights");
    }
}
