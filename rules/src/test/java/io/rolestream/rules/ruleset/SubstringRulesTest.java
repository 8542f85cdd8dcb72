package io.rolestream.rules.ruleset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.vote.AbstainReason;
import io.rolestream.rules.vote.KeywordMatch;
import io.rolestream.rules.vote.RuleVote;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubstringRulesTest {
    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final RuleSet NOTEBOOK = RuleSet.load(RuleSet.NOTEBOOK, ROLES);

    @Test
    void shouldLetTheFirstRuleWin() {
        assertThat(NOTEBOOK.vote("JavaScript, React").role().name()).isEqualTo("Software Engineer");
    }

    @Test
    void shouldMatchInsideWords() {
        assertThat(NOTEBOOK.vote("associate").matches()).containsExactly(new KeywordMatch("soc", 2, 5));
    }

    @Test
    void shouldLowerCaseKeywordsAsItDoesTexts() {
        String file = "name: r\nmatching: substring\nrules: [{role: Data Engineer, keywords: [ETL]}]";

        assertThat(RuleSet.parse(file, "r.yml", ROLES).vote("Etl").matches())
                .containsExactly(new KeywordMatch("etl", 0, 3));
    }

    @Test
    void shouldListTheWinningRulesKeywordsInItsOrder() {
        assertThat(NOTEBOOK.vote("malware, jira, SIEM, soc, siem").matches())
                .containsExactly(
                        new KeywordMatch("soc", 21, 24),
                        new KeywordMatch("siem", 15, 19),
                        new KeywordMatch("malware", 0, 7));
    }

    @Test
    void shouldScoreTheWinnerOnly() {
        RuleVote vote = NOTEBOOK.vote("etl and jira");
        assertThat(vote.score(ROLES.indexOf("Project Coordinator"))).isEqualTo(1f);
        assertThat(vote.score(ROLES.indexOf("Data Engineer"))).isZero();
        assertThat(vote.confidence()).isEqualTo(0.49f);
    }

    @Test
    void shouldAbstainWithoutAnyKeyword() {
        RuleVote vote = NOTEBOOK.vote("plumbing");
        assertThat(vote.role()).isEqualTo(ROLES.fallback());
        assertThat(vote.reason()).isEqualTo(AbstainReason.THIN_EVIDENCE);
        assertThat(vote.confidence()).isEqualTo(0.48f);
    }

    @Test
    void shouldHaveTheUsualConfidenceWhereTheFileNamesNone() {
        String file = "name: r\nmatching: substring\n%srules: [{role: Data Engineer, keywords: [etl]}]";
        RuleSet silent = RuleSet.parse(file.formatted(""), "r.yml", ROLES);

        assertThat(silent.vote("etl").confidence()).isEqualTo(0.5f);
        assertThat(silent.vote("sales").confidence()).isEqualTo(0.1f);
        assertThatThrownBy(() -> RuleSet.parse(file.formatted("confidence: 1.1\n"), "r.yml", ROLES))
                .hasMessageContaining("3: confidence must be from 0 to 1");
    }

    @Test
    void shouldPointIntoTheOriginalTextWhereLowerCaseIsLonger() {
        assertThat(NOTEBOOK.vote("İİ Soc").matches()).containsExactly(new KeywordMatch("soc", 3, 6));
        assertThat(NOTEBOOK.vote("vue İ").matches()).containsExactly(new KeywordMatch("vue", 0, 3));
    }

    @Test
    void shouldMatchThroughALetterThatLowerCasesToTwo() {
        RuleSet turkish = rules("aib, i\u0307, i, \u0307x");
        assertThat(turkish.vote("aİx").matches())
                .containsExactly(
                        new KeywordMatch("i\u0307", 1, 2),
                        new KeywordMatch("i", 1, 2),
                        new KeywordMatch("\u0307x", 1, 3));
    }

    @Test
    void shouldReportKeywordsThatEndInsideOthers() {
        assertThat(rules("abcd, bc, c, cde").vote("abcde").matches())
                .extracting(KeywordMatch::keyword)
                .containsExactly("abcd", "bc", "c", "cde");
    }

    @Test
    void shouldMatchCharactersOutsideTheBasicPlane() {
        assertThat(rules("'\uD801\uDC28'").vote("x\uD801\uDC00").matches())
                .hasSize(1)
                .first()
                .satisfies(m -> assertThat(m)
                        .extracting(KeywordMatch::start, KeywordMatch::end)
                        .containsExactly(1, 3));
    }

    @Test
    void shouldGiveAKeywordAllRolesThatListIt() {
        assertThat(NOTEBOOK.weights("agile"))
                .extracting(w -> w.role().name())
                .containsExactly("Project Coordinator", "Agile Analyst");
        assertThat(NOTEBOOK.weights("unheard of")).isEmpty();
    }

    @Test
    void shouldCountItsContent() {
        RuleSetSummary summary = NOTEBOOK.summary();
        assertThat(List.of(summary.keywords(), summary.weights())).containsExactly(56, 57);
        assertThat(summary.matching()).isEqualTo("substring");
    }

    private static RuleSet rules(String keywords) {
        String yaml = "name: x\nmatching: substring\nrules: [{role: Cloud Engineer, keywords: [" + keywords + "]}]";
        return RuleSet.parse(yaml, "x.yml", ROLES);
    }
}
