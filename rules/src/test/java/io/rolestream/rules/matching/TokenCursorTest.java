package io.rolestream.rules.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class TokenCursorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "Java Spring           > java spring",
                ".NET                  > .net",
                "c#.net                > c# .net",
                "asp.net Node.js 3.5   > asp.net node.js 3.5",
                "x.net                 > x.net",
                "C++ c++11             > c++ c++ 11",
                "a+b c+                > a b c",
                "c+++ c++#             > c++ c++",
                "f#g #h                > f# g h",
                "ci/cd t-sql R&D       > ci cd t sql r d",
                "o'reilly              > o reilly",
                "a..b                  > a .b",
                "...net                > .net",
                "end. Next .5          > end next 5",
                "snake_case            > snake case",
                "Größe ÉTÉ             > größe été",
                "İstanbul              > istanbul",
                "java🚀go 𝐉𝐚𝐯𝐚         > java go",
                "x²                    > x",
            })
    void shouldSplitIntoTokens(String text, String tokens) {
        assertThat(String.join(" ", tokens(text))).isEqualTo(tokens);
    }

    @Test
    void shouldFindNoTokensInPunctuation() {
        assertThat(tokens(" .. ++ # , - ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '`',
            value = {
                "a b    > false", "a/b    > false", "a - b  > false", "a_b    > false", "a & b  > false",
                        "a 'b'  > false",
                "a, b   > true", "a; b   > true", "a: b   > true", "a (b)  > true", "a [b]  > true", "a {b}  > true",
                "a! b   > true", "a? b   > true", "a. b   > true", "a • b  > true", "a · b  > true", "a ● b  > true",
            })
    void shouldTellHardBreaksFromSoftOnes(String text, boolean broken) {
        assertThat(isBroken(text)).isEqualTo(broken);
    }

    @Test
    void shouldBreakAtLineEndsTabsAndBars() {
        assertThat(List.of("a\nb", "a\rb", "a\tb", "a|b")).allMatch(TokenCursorTest::isBroken);
    }

    @Test
    void shouldNotBreakAtADotThatLeadsAToken() {
        assertThat(isBroken("a .b")).isFalse();
    }

    @Test
    void shouldGiveTheTokensPlaceInTheText() {
        TokenCursor cursor = new TokenCursor(" ,C++;");
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.start()).isEqualTo(2);
        assertThat(cursor.end()).isEqualTo(5);
        assertThat(cursor.next()).isFalse();
    }

    public static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        TokenCursor cursor = new TokenCursor(text);
        while (cursor.next()) {
            tokens.add(cursor.token());
        }
        return tokens;
    }

    private static boolean isBroken(String twoTokens) {
        TokenCursor cursor = new TokenCursor(twoTokens);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.next()).isTrue();
        return cursor.broken();
    }
}
