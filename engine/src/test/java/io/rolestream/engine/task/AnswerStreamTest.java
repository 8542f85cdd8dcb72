package io.rolestream.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each byte of a text is a token here. */
class AnswerStreamTest {
    private final List<String> pieces = new ArrayList<>();

    private static String decode(int[] tokens) {
        byte[] bytes = new byte[tokens.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) tokens[i];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String settled(int[] tokens) {
        return decode(tokens).replaceAll("\uFFFD+$", "");
    }

    private static int[] tokens(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] tokens = new int[bytes.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = bytes[i];
        }
        return tokens;
    }

    private AnswerStream stream(String... stops) {
        return new AnswerStream(AnswerStreamTest::decode, AnswerStreamTest::settled, List.of(stops), pieces::add);
    }

    /** Shows one token after the other, and returns those that the answer has. */
    private static int[] show(AnswerStream stream, int[] tokens) {
        for (int length = 1; length <= tokens.length; length++) {
            if (stream.endsAfter(Arrays.copyOf(tokens, length))) {
                return Arrays.copyOf(tokens, length);
            }
        }
        return tokens;
    }

    @Test
    void shouldTellWholeCharacters() {
        AnswerStream stream = stream();
        String text = "Zü東😀e\u0301.";
        int[] tokens = show(stream, tokens(text));
        assertThat(pieces).containsExactly("Z", "ü", "東", "😀", "e", "\u0301", ".");
        assertThat(stream.finish(tokens)).isEqualTo(new AnswerStream.Cut(text, false));
        assertThat(pieces).hasSize(7);
    }

    @Test
    void shouldTellAnIncompleteCharacterOnlyAtTheEnd() {
        AnswerStream stream = stream();
        int[] tokens = Arrays.copyOf(tokens("a😀"), 3);
        show(stream, tokens);
        assertThat(pieces).containsExactly("a");
        assertThat(stream.finish(tokens).text()).isEqualTo("a\uFFFD");
        assertThat(String.join("", pieces)).isEqualTo("a\uFFFD");
    }

    @Test
    void shouldHoldBackWhatMayBeginAStopSequence() {
        AnswerStream stream = stream("\n\nQ:", "END");
        int[] tokens = tokens("EN\n\n\nQ: more");
        int[] used = show(stream, tokens);
        assertThat(used).hasSize(7);
        assertThat(pieces).containsExactly("EN", "\n");
        assertThat(stream.finish(used)).isEqualTo(new AnswerStream.Cut("EN\n", true));
        assertThat(String.join("", pieces)).isEqualTo("EN\n");
    }

    @Test
    void shouldTellWhatWasHeldBackAtTheEnd() {
        AnswerStream stream = stream("END");
        int[] tokens = show(stream, tokens("aEN"));
        assertThat(pieces).containsExactly("a");
        assertThat(stream.finish(tokens)).isEqualTo(new AnswerStream.Cut("aEN", false));
        assertThat(pieces).containsExactly("a", "EN");
    }

    @Test
    void shouldCutBeforeTheFirstStopSequence() {
        AnswerStream stream =
                new AnswerStream(AnswerStreamTest::decode, AnswerStreamTest::settled, List.of("c", "bc"), null);
        assertThat(stream.finish(tokens("abcd"))).isEqualTo(new AnswerStream.Cut("a", true));
    }

    /** As when the rest of a batch failed. */
    @Test
    void shouldTellNothingTwiceIfTheAnswerIsGeneratedAgain() {
        AnswerStream stream = stream();
        show(stream, tokens("ab"));
        int[] tokens = show(stream, tokens("abc"));
        stream.finish(tokens);
        assertThat(pieces).containsExactly("a", "b", "c");
    }

    @Test
    void shouldFailIfTheAnswerThatIsGeneratedAgainIsAnother() {
        AnswerStream stream = stream();
        show(stream, tokens("ab"));
        int[] tokens = show(stream, tokens("axc"));
        assertThatThrownBy(() -> stream.finish(tokens)).hasMessageContaining("generated again");
    }

    @Test
    void shouldFailThisAnswerAloneIfTheListenerHasAnError() {
        AnswerStream stream =
                new AnswerStream(AnswerStreamTest::decode, AnswerStreamTest::settled, List.of(), piece -> {
                    throw new AssertionError("not this");
                });
        assertThat(stream.endsAfter(tokens("a"))).isTrue();
        assertThatThrownBy(() -> stream.finish(tokens("a"))).isInstanceOf(AssertionError.class);
    }

    @Test
    void shouldTellNothingOnceCancelled() {
        AnswerStream stream = stream();
        show(stream, tokens("a"));
        stream.cancel();
        show(stream, tokens("ab"));
        assertThat(pieces).containsExactly("a");
        assertThat(stream.isCancelled()).isTrue();
    }

    @Test
    void shouldEndAndFailIfTheListenerFails() {
        AnswerStream stream =
                new AnswerStream(AnswerStreamTest::decode, AnswerStreamTest::settled, List.of(), piece -> {
                    throw new IllegalStateException("full");
                });
        assertThat(stream.endsAfter(tokens("a"))).isTrue();
        assertThatThrownBy(() -> stream.finish(tokens("a"))).hasMessage("full");
    }
}
