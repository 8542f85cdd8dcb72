package io.rolestream.common.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrappedTextTest {
    @Test
    void shouldBreakAtSpacesBeforeTheLastColumn() {
        assertThat(WrappedText.lines("one two three", "- ", "  ", 9)).containsExactly("- one two", "  three");
    }

    @Test
    void shouldGiveALongWordItsOwnLine() {
        assertThat(WrappedText.lines("a longlonglong b", "", "", 6)).containsExactly("a", "longlonglong", "b");
    }
}
