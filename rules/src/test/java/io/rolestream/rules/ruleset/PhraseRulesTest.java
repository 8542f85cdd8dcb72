package io.rolestream.rules.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.vote.AbstainReason;
import io.rolestream.rules.vote.KeywordMatch;
import io.rolestream.rules.vote.RuleVote;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhraseRulesTest {
    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final String RULES = """
            name: mine
            matching: phrases
            minimum-score: 1.0
            aliases: {nodejs: node.js, k8s: kubernetes, sec ops: soc analyst}
            ignored: [java island]
            roles:
              SOC Analyst: {soc analyst: 5, soc: 2.5}
              Software Engineer: {java: 2, c++: 2, CI/CD: 0.1, rust: 0.3}
              .NET Developer: {.net: 2, c#: 2, java: -0.5}
              Node.js Developer: {node.js: 3}
              DevOps Engineer: {ci/cd: 0.2, kubernetes: 2}
              Database Developer: {sql: 2, sql server: 3, sql server reporting services: 4}
              Other: {waiter: 3}
            """;
    private static final RuleSet MINE = rules(RULES);

    @Test
    void shouldVoteForTheRoleWithTheHighestSum() {
        RuleVote vote = MINE.vote("C++, Java and SQL");
        assertThat(vote.role().name()).isEqualTo("Software Engineer");
        assertThat(vote.abstained()).isFalse();
        assertThat(vote.reason()).isNull();
        assertThat(vote.score(ROLES.indexOf("Software Engineer"))).isEqualTo(4f);
        assertThat(vote.score(ROLES.indexOf("Database Developer"))).isEqualTo(2f);
    }

    @Test
    void shouldAddNegativeWeights() {
        assertThat(score(MINE.vote("java .net"), ".NET Developer")).isEqualTo(1.5f);
    }

    @Test
    void shouldMatchWholeTokensOnly() {
        assertThat(MINE.vote("associate social javascript").matches()).isEmpty();
    }

    @Test
    void shouldPreferTheLongestPhrase() {
        assertThat(keywords("SQL Server Reporting Services")).containsExactly("sql server reporting services");
    }

    @Test
    void shouldFallBackToAShorterPhraseWhereALongerOneStaysUnfinished() {
        assertThat(keywords("SQL Server Reporting, services")).containsExactly("sql server");
    }

    @Test
    void shouldGoOnMatchingAfterAPhrase() {
        assertThat(keywords("sql sql server")).containsExactly("sql", "sql server");
    }

    @Test
    void shouldNotSpanAHardBreak() {
        assertThat(keywords("sql, server")).containsExactly("sql");
    }

    @Test
    void shouldMatchAKeywordWithABreakInTextsWithOneThereOrNone() {
        RuleSet rules = rules(RULES.replace("{waiter: 3}", "{'Nurse (ICU), senior': 3, nurse: 1, icu: 1}"));

        assertThat(keywords(rules, "nurse, ICU - senior, nurse")).containsExactly("nurse", "icu");
        assertThat(keywords(rules, "NURSE (icu): Senior")).containsExactly("Nurse (ICU), senior");
        assertThat(keywords(rules, "a nurse icu senior")).containsExactly("Nurse (ICU), senior");
        assertThat(keywords(rules, "sql, server")).containsExactly("sql");
    }

    @Test
    void shouldPreferTheKeywordThatIsWrittenWithoutBreaks() {
        RuleSet rules = rules(RULES.replace("{waiter: 3}", "{'head, cook': 3, head cook: 2, k8s (x): 1}"));

        assertThat(keywords(rules, "head cook")).containsExactly("head cook");
        assertThat(keywords(rules, "head; cook")).containsExactly("head, cook");
        assertThat(keywords(rules, "Kubernetes [X]")).containsExactly("k8s (x)");
    }

    @Test
    void shouldSpanSoftSeparators() {
        assertThat(keywords("CI - CD")).containsExactly("CI/CD");
    }

    @Test
    void shouldCountEachKeywordOnce() {
        assertThat(score(MINE.vote("java, JAVA, Java"), "Software Engineer")).isEqualTo(2f);
    }

    @Test
    void shouldSubstituteTokenAliases() {
        assertThat(MINE.vote("K8S nodejs").matches())
                .containsExactly(new KeywordMatch("kubernetes", 0, 3), new KeywordMatch("node.js", 4, 10));
    }

    @Test
    void shouldMatchSynonymsAsTheirKeyword() {
        assertThat(MINE.vote("the Sec-Ops").matches()).containsExactly(new KeywordMatch("soc analyst", 4, 11));
    }

    @Test
    void shouldScoreNothingForIgnoredPhrases() {
        RuleVote vote = MINE.vote("Java Island");
        assertThat(vote.matches()).isEmpty();
        assertThat(vote.scores()).containsOnly(0f);
    }

    @Test
    void shouldCallAKeywordByItsFirstSpelling() {
        assertThat(keywords("ci/cd")).containsExactly("CI/CD");
        assertThat(MINE.weights("CI/CD")).hasSize(2);
    }

    @Test
    void shouldAbstainOnThinEvidence() {
        RuleVote vote = MINE.vote("ci/cd");
        assertThat(vote.reason()).isEqualTo(AbstainReason.THIN_EVIDENCE);
        assertThat(vote.role()).isEqualTo(ROLES.fallback());
        assertThat(vote.confidence()).isLessThanOrEqualTo(PhraseRules.ABSTAINING_CONFIDENCE);
    }

    @Test
    void shouldAbstainWithoutAnyKeyword() {
        assertThat(MINE.vote("").reason()).isEqualTo(AbstainReason.THIN_EVIDENCE);
    }

    @Test
    void shouldAbstainOnATie() {
        RuleVote vote = MINE.vote("c++ and c#");
        assertThat(vote.reason()).isEqualTo(AbstainReason.TIE);
        assertThat(vote.role()).isEqualTo(ROLES.fallback());
    }

    @Test
    void shouldFindTiesExactly() {
        RuleSet tenths = rules("""
                name: tenths
                matching: phrases
                minimum-score: 0.1
                roles:
                  Cloud Engineer: {a: 0.1, b: 0.2}
                  Data Engineer: {c: 0.3}
                """);
        assertThat(tenths.vote("a b c").reason()).isEqualTo(AbstainReason.TIE);
    }

    @Test
    void shouldNotAbstainWhereTheFallbackWinsByKeywords() {
        RuleVote vote = MINE.vote("waiter");
        assertThat(vote.role()).isEqualTo(ROLES.fallback());
        assertThat(vote.abstained()).isFalse();
    }

    @Test
    void shouldMultiplyTheWeightsOfLeadingKeywords() {
        RuleSet leading = rules(RULES + "lead-tokens: 2\nlead-factor: 1.5\n");
        RuleVote vote = leading.vote("the java sql java");
        assertThat(score(vote, "Software Engineer")).isEqualTo(3f);
        assertThat(score(vote, "Database Developer")).isEqualTo(2f);
    }

    @Test
    void shouldBeSurerTheLargerTheMargin() {
        float narrow = MINE.vote("java, c++, sql server").confidence();
        float wide = MINE.vote("java, c++").confidence();
        assertThat(narrow).isGreaterThan(PhraseRules.ABSTAINING_CONFIDENCE);
        assertThat(wide).isGreaterThan(narrow).isLessThan(1);
    }

    @Test
    void shouldReadTextsOfAnyLength() {
        RuleVote vote = MINE.vote("unknown ".repeat(300_000) + "sql");
        assertThat(vote.matches()).containsExactly(new KeywordMatch("sql", 2_400_000, 2_400_003));
        assertThat(keywords("sql")).containsExactly("sql");
    }

    @Test
    void shouldCountItsContent() {
        RuleSetSummary summary = MINE.summary();
        assertThat(summary.matching()).isEqualTo("phrases");
        assertThat(summary.keywords()).isEqualTo(14);
        assertThat(summary.weights()).isEqualTo(16);
        assertThat(summary.aliases()).isEqualTo(3);
        assertThat(summary.ignored()).isEqualTo(1);
        assertThat(summary.keywordsByRole()).containsEntry(ROLES.role(0), 2).containsEntry(ROLES.role(1), 0);
    }

    private static RuleSet rules(String yaml) {
        return RuleSet.parse(yaml, "mine.yml", ROLES);
    }

    private static List<String> keywords(RuleSet rules, String text) {
        return rules.vote(text).matches().stream().map(KeywordMatch::keyword).toList();
    }

    private static List<String> keywords(String text) {
        return MINE.vote(text).matches().stream().map(KeywordMatch::keyword).toList();
    }

    private static float score(RuleVote vote, String role) {
        return vote.score(ROLES.indexOf(role));
    }
}
