package io.rolestream.rules.ruleset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.vote.KeywordMatch;
import io.rolestream.rules.vote.KeywordWeight;
import io.rolestream.rules.vote.RoleWeight;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangedWeightsTest {
    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final RuleSet RULES = RuleSet.parse("""
            name: mine
            matching: phrases
            aliases: {nodejs: node.js, big data: spark}
            ignored: [java island]
            roles:
              Software Engineer: {java: 2, spark: 1}
              Data Engineer: {spark: 2}
              Node.js Developer: {node.js: 3}
            """, "mine.yml", ROLES);

    @Test
    void shouldKeepWhatIsNotListed() {
        RuleSet changed = RULES.withWeights(List.of(weight("spark", "Data Engineer", 4)));
        assertThat(changed.weights("spark"))
                .containsExactlyInAnyOrder(said("Software Engineer", 1), said("Data Engineer", 4));
        assertThat(changed.weights("java")).isEqualTo(RULES.weights("java"));
        assertThat(changed.vote("nodejs").matches())
                .isEqualTo(RULES.vote("nodejs").matches());
    }

    @Test
    void shouldSayWhatAKeywordHasNotSaidBefore() {
        RuleSet changed = RULES.withWeights(List.of(weight("java", "DevOps Engineer", 5.5)));
        assertThat(changed.vote("java").role().name()).isEqualTo("DevOps Engineer");
    }

    @Test
    void shouldHaveTheSameNameAndAnotherVersion() {
        RuleSet changed = RULES.withWeights(List.of(weight("java", "Software Engineer", 2.5)));
        assertThat(changed.version()).matches("mine@[0-9a-f]{8}").isNotEqualTo(RULES.version());
    }

    @Test
    void shouldHaveTheSameVersionWhereNothingChanges() {
        assertThat(RULES.withWeights(List.of(weight("java", "Software Engineer", 2.0000001)))
                        .version())
                .isEqualTo(RULES.version());
    }

    @Test
    void shouldLeaveTheFirstSetAsItIs() {
        String before = RULES.toYaml();
        RULES.withWeights(List.of(weight("java", "Software Engineer", 50)));
        assertThat(RULES.toYaml()).isEqualTo(before);
    }

    @Test
    void shouldIgnoreAKeywordWithoutWeights() {
        RuleSet changed = RULES.withWeights(
                List.of(weight("spark", "Software Engineer", 0), weight("spark", "Data Engineer", 4e-7)));
        assertThat(changed.keywords()).containsExactly("java", "node.js");
        assertThat(changed.explain("big data").ignored())
                .extracting(KeywordMatch::keyword)
                .containsExactly("spark");
        assertThat(RuleSet.parse(changed.toYaml(), "again.yml", ROLES).version())
                .isEqualTo(changed.version());
    }

    @Test
    void shouldHearAnIgnoredPhraseAgain() {
        RuleSet changed = RULES.withWeights(List.of(weight("java island", "Other", 3)));
        assertThat(changed.vote("java island").score(ROLES.indexOf("Other"))).isEqualTo(3f);
    }

    @Test
    void shouldListKeywordsWithoutIgnoredPhrases() {
        assertThat(RULES.keywords()).containsExactly("java", "node.js", "spark");
    }

    @ParameterizedTest
    @ValueSource(doubles = {100.1, -101, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRefuseAWeightOutOfRange(double weight) {
        assertThatThrownBy(() -> RULES.withWeights(List.of(weight("java", "Other", weight))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("between -100 and 100");
    }

    @Test
    void shouldRefuseAnUnknownKeyword() {
        assertThatThrownBy(() -> RULES.withWeights(List.of(weight("cobol", "Other", 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no such keyword");
    }

    @Test
    void shouldRefuseTheSamePairTwice() {
        KeywordWeight one = weight("java", "Other", 1);
        assertThatThrownBy(() -> RULES.withWeights(List.of(one, one))).hasMessageContaining("listed twice");
    }

    @Test
    void shouldRefuseToLoseAllWeights() {
        RuleSet one = RuleSet.parse("name: x\nmatching: phrases\nroles: {Other: {a: 1}}", "x.yml", ROLES);
        assertThatThrownBy(() -> one.withWeights(List.of(weight("a", "Other", 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no weights left");
    }

    @Test
    void shouldNotWeighSubstrings() {
        RuleSet notebook = RuleSet.load(RuleSet.NOTEBOOK, ROLES);
        assertThat(notebook.isWeighted()).isFalse();
        assertThatThrownBy(() -> notebook.withWeights(List.of()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining(notebook.version())
                .hasMessageContaining("substrings");
    }

    private static KeywordWeight weight(String keyword, String role, double weight) {
        return new KeywordWeight(keyword, ROLES.role(ROLES.indexOf(role)), weight);
    }

    private static RoleWeight said(String role, float weight) {
        return new RoleWeight(ROLES.role(ROLES.indexOf(role)), weight);
    }
}
