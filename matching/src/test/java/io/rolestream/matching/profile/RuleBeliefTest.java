package io.rolestream.matching.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RuleBeliefTest {
    private static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
    private static final String COORDINATION = "project planning, project coordination, stakeholder management";
    private static final String AGILE = "agile, scrum, kanban, user stories, sprint planning";
    private static final RuleBelief BELIEF = new RuleBelief(2, 0.05f, 2.5f, 10);

    @Test
    void shouldBeUniformWithoutKeywords() {
        RoleBelief belief = BELIEF.of(RULES, "", "gardening");

        assertThat(belief.probabilities()).containsOnly(1f / Taxonomy.standard().size());
    }

    @Test
    void shouldGiveProbabilities() {
        float sum = 0;
        for (float probability : BELIEF.of(RULES, "Scrum master", COORDINATION).probabilities()) {
            sum += probability;
        }

        assertThat(sum).isCloseTo(1, within(1e-5f));
    }

    @Test
    void shouldCountShortTextsInFull() {
        RuleBelief full = new RuleBelief(2, 0.05f, 2, 1000);

        assertThat(full.of(RULES, "", AGILE).probabilities())
                .containsExactly(
                        new RuleBelief(2, 0.05f, 2, 2000).of(RULES, "", AGILE).probabilities());
    }

    @Test
    void shouldDivideTheScoresOfLongTextsByTheRootOfTheirSum() {
        String text = COORDINATION + ", " + AGILE;
        float sum = 0;
        for (float score : RULES.vote(text).scores()) {
            sum += score;
        }

        // A sum four times the full one halves the scores, as twice the temperature does.
        assertThat(new RuleBelief(2, 0.05f, 2, sum / 4).of(RULES, "", text).probabilities())
                .containsExactly(
                        new RuleBelief(4, 0.05f, 2, sum).of(RULES, "", text).probabilities(), within(1e-6f));
    }

    @Test
    void shouldKeepTheSecondRoleOfALongTextPossible() {
        String text = COORDINATION + ", " + AGILE + ", jira, pmp, project management, retrospectives, backlog, budget";
        RoleBelief belief = BELIEF.of(RULES, "", text);
        RoleBelief certain = new RuleBelief(2, 0.05f, 2.5f, 1000).of(RULES, "", text);

        assertThat(second(belief)).isGreaterThan(1.5f * second(certain));
    }

    @Test
    void shouldRejectASumThatIsNotAboveZero() {
        assertThatThrownBy(() -> new RuleBelief(2, 0.1f, 2, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static float second(RoleBelief belief) {
        float[] sorted = belief.probabilities().clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - 2];
    }
}
