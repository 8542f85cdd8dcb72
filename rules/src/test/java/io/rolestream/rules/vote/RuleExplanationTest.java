package io.rolestream.rules.vote;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleExplanationTest {
    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final RuleSet MINE = RuleSet.parse("""
            name: mine
            matching: phrases
            minimum-score: 1
            lead-tokens: 1
            lead-factor: 2
            ignored: [java island]
            roles:
              Software Engineer: {java: 2, git: 0.5}
              Cloud Engineer: {aws: 4, java: 0.25, outage: -1}
            """, "mine.yml", ROLES);

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "nothing => No keyword occurs in the text.",
                "an outage => No role has a sum above 0.",
                "the git => Software Engineer has 0.5, less than the minimum score of 1.",
                "the java and aws => Cloud Engineer has 4.25, 2.25 more than Software Engineer.",
                "the aws => Cloud Engineer has 4, and no other role has any weight.",
                "java aws outage git outage => Software Engineer has 4.5, 1 more than Cloud Engineer.",
                "java aws outage => Software Engineer has 4, 0.5 more than Cloud Engineer.",
            })
    void shouldSayInOneSentenceWhyTheVoteCameAbout(String text, String verdict) {
        assertThat(MINE.explain(text).verdict()).isEqualTo(verdict);
    }

    @Test
    void shouldNameTheRolesOfATie() {
        RuleSet tied = RuleSet.parse(
                "name: t\nmatching: phrases\nroles: {Cloud Engineer: {a: 2}, Data Engineer: {b: 2}}", "t.yml", ROLES);
        assertThat(tied.explain("a b").verdict()).isEqualTo("Cloud Engineer and Data Engineer have the same sum, 2.");
    }

    @Test
    void shouldListTheWeightsAsTheyCountInThisText() {
        RuleExplanation explanation = MINE.explain("java git");
        assertThat(explanation.evidence()).hasSize(2);
        assertThat(explanation.evidence().get(0).weights())
                .containsExactly(
                        new RoleWeight(ROLES.role(ROLES.indexOf("Software Engineer")), 4f),
                        new RoleWeight(ROLES.role(ROLES.indexOf("Cloud Engineer")), 0.5f));
        assertThat(explanation.evidence().get(1).weights())
                .extracting(RoleWeight::weight)
                .containsExactly(0.5f);
    }

    @Test
    void shouldListTheSumsHighestFirst() {
        assertThat(MINE.explain("java aws").sums())
                .extracting(RoleWeight::weight)
                .containsExactly(4.5f, 4f);
    }

    @Test
    void shouldListIgnoredPhrasesApart() {
        RuleExplanation explanation = MINE.explain("aws on Java Island");
        assertThat(explanation.ignored()).containsExactly(new KeywordMatch("java island", 7, 18));
        assertThat(explanation.evidence()).hasSize(1);
    }

    @Test
    void shouldExplainSubstringRules() {
        RuleSet notebook = RuleSet.load(RuleSet.NOTEBOOK, ROLES);
        assertThat(notebook.explain("jira").verdict())
                .isEqualTo("The first rule with a keyword in the text is for Project Coordinator.");
        assertThat(notebook.explain("jira").evidence()).hasSize(1);
        assertThat(notebook.explain("plumbing").verdict()).isEqualTo("No keyword occurs in the text.");
    }
}
