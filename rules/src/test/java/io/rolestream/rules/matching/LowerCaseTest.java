package io.rolestream.rules.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LowerCaseTest {
    /** The second column is what Python 3.11 gives. */
    @ParameterizedTest
    @CsvSource({
        "ΑΣ, ας",
        "ΑΣΑ, ασα",
        "Σ, σ",
        "ΑΣ.Β, ασ.β",
        "ΑΣ. Β, ας. β",
        "Α'Σ, α'ς",
        "ΑΣ\u0301, ας\u0301",
        "1Σ, 1σ",
        "ΣΣ, σς",
        "ΑΣ:Α, ασ:α",
        "İ, i\u0307",
        "K, k",
        "ẞ, ß",
        "Ǆ, ǆ",
        "ǅ, ǆ",
        "Ⅷ, ⅷ",
        "\uD801\uDC00, \uD801\uDC28",
    })
    void shouldLowerCaseAsPythonDoes(String text, String lower) {
        assertThat(LowerCase.of(text)).isEqualTo(lower);
    }

    @Test
    void shouldAgreeWithTheJavaLibraryOnEachCodePoint() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String text = Character.toString(c);
            assertThat(LowerCase.of(text)).isEqualTo(text.toLowerCase(Locale.ROOT));
        }
    }
}
