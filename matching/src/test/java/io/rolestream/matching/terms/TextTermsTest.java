package io.rolestream.matching.terms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTermsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"c#", "c++", ".net", "node.js", "asp.net", "f#", "k8s", "r", "ci/cd", "pl/sql", "r&d", "tcp/ip"})
    void shouldKeepNamesOfTechnologiesWhole(String name) {
        assertThat(TextTerms.of("Knows " + name + ", well")).contains(name);
    }

    @Test
    void shouldIgnoreCaseAccentsAndPlurals() {
        assertThat(TextTerms.of("DATABASES in Zürich")).isEqualTo(TextTerms.of("database Zurich"));
    }

    @Test
    void shouldTreatHyphenatedAndJoinedWordsAlike() {
        assertThat(TextTerms.of("front-end")).contains("frontend", "front");
        assertThat(TextTerms.of("Front-Ends")).contains("frontend");
        assertThat(TextTerms.of("frontend")).containsExactly("frontend");
    }

    @Test
    void shouldNotJoinWordsAcrossSpaces() {
        assertThat(TextTerms.of("ci / cd front - end")).containsExactly("ci", "cd", "front", "end");
    }

    @Test
    void shouldDropStopWordsNumbersAndEncodedData() {
        assertThat(TextTerms.of("the 5 years of 0049301234 " + "QUJD".repeat(50) + " at 2008"))
                .containsExactly("year", "2008");
    }

    @Test
    void shouldReadStyledAndFullWidthLetters() {
        assertThat(TextTerms.of("𝐉𝐚𝐯𝐚 Ｐｙｔｈｏｎ ﬁnance")).containsExactly("java", "python", "finance");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\uD800", "\uDC00x\uD800", "\u0000", "🙂🙂", "---", "/-&", "a/", "-b"})
    void shouldReadAnyText(String text) {
        assertThat(TextTerms.of(text)).allSatisfy(term -> assertThat(term).isNotEmpty());
    }
}
