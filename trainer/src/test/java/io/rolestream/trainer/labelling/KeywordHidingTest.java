package io.rolestream.trainer.labelling;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.labellers.linear.TextWords;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeywordHidingTest {
    private static final RuleSet SUBSTRINGS = RuleSet.load(RuleSet.NOTEBOOK, Taxonomy.standard());
    private static final RuleSet PHRASES = RuleSet.parse("""
            name: small
            matching: phrases
            aliases: {js: javascript, k8s: kubernetes}
            roles:
              Software Engineer: {java: 3, spring boot: 2}
              JavaScript Developer: {javascript: 3}
              Cloud Engineer: {kubernetes: 3, boot: 1}
            """, "small.yml", Taxonomy.standard());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java and gardening | and gardening",
                "gardening with javascript | gardening with",
                "Gardening, Java; javascript and JAVA | Gardening, ; and",
                "hands-on engineering, gardening | hands-on , gardening",
                "übersoftware9 gardening | gardening",
                "vb.net asp.net c# gardening | vb gardening",
            })
    void shouldHideWordsThatHoldASubstring(String text, String rest) {
        assertThat(words(KeywordHiding.hide(text, SUBSTRINGS))).isEqualTo(words(rest));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java and javanese dances | and javanese dances",
                "js, k8s and gardening | and gardening",
                "js gardening, JavaScript gardening, Js | gardening, gardening",
                "spring boot in spring, boot | in spring",
                "gardening | gardening",
            })
    void shouldHidePhrasesUnderWhateverName(String text, String rest) {
        assertThat(words(KeywordHiding.hide(text, PHRASES))).isEqualTo(words(rest));
    }

    private static String words(String text) {
        return String.join(" ", TextWords.of(text));
    }

    @ParameterizedTest
    @CsvSource({"java", "'Java, java.'", "'spring boot; js'"})
    void shouldLeaveATextThatWouldBeEmpty(String text) {
        assertThat(KeywordHiding.hide(text, PHRASES)).isEqualTo(text);
    }

    @Test
    void shouldHideWhatStandsThereOften() {
        assertThat(KeywordHiding.hide("java ".repeat(60) + "and gardening", PHRASES))
                .isEqualTo("and gardening");
        assertThat(KeywordHiding.hide("java ".repeat(2000) + "and gardening", PHRASES))
                .as("a text that is stuffed")
                .hasSizeLessThan(5 * 2000)
                .endsWith("gardening");
    }
}
