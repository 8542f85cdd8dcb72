package io.rolestream.common.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.common.text.TerminalStyle.Tone;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalStyleTest {
    private static final Map<String, String> XTERM = Map.of("TERM", "xterm");

    @Test
    void shouldColourOnlyOnTerminalsThatWantIt() {
        assertThat(TerminalStyle.of(true, "100", XTERM).in(Tone.RED, "no")).isEqualTo("\u001b[31mno\u001b[0m");
        assertThat(TerminalStyle.of(false, null, XTERM).in(Tone.RED, "no")).isEqualTo("no");
        assertThat(TerminalStyle.of(true, null, Map.of("NO_COLOR", "1")).coloured())
                .isFalse();
        assertThat(TerminalStyle.of(true, null, Map.of("NO_COLOR", "")).coloured())
                .isTrue();
        assertThat(TerminalStyle.of(true, null, Map.of("TERM", "dumb")).coloured())
                .isFalse();
    }

    @Test
    void shouldUseTheWidthThatItKnows() {
        assertThat(TerminalStyle.of(true, "132", XTERM).columns()).isEqualTo(132);
        assertThat(TerminalStyle.of(true, "", XTERM).columns()).isEqualTo(80);
        assertThat(TerminalStyle.of(false, "many", XTERM).columns()).isEqualTo(80);
        assertThat(TerminalStyle.of(true, "5", XTERM).columns()).isEqualTo(40);
    }

    @Test
    void shouldWrapBetweenWordsAndBreakLongOnes() {
        TerminalStyle narrow = new TerminalStyle(40, false);

        assertThat(narrow.wrap("one short line", 2)).containsExactly("one short line");
        assertThat(narrow.wrap("words ".repeat(10).strip(), 2))
                .containsExactly("words words words words words words", "  words words words words");
        assertThat(narrow.wrap("x".repeat(70), 4)).containsExactly("x".repeat(40), "    " + "x".repeat(30));
    }

    @Test
    void shouldKeepForeignTextInOneLine() {
        assertThat(TerminalStyle.cut("a\nb\u001b[2J", 40)).isEqualTo("a\\nb\\u001b[2J");
        assertThat(TerminalStyle.cut("abcdefghij", 8)).isEqualTo("abcde...");
    }
}
