package io.rolestream.common.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 7, 8, '\r', 0x1b, 0x7f, 0x85, 0x9b, 0x9d, 0x61c, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e,
                0x2066, 0x2069, 0xfeff, 0xe0001, 0xe0041
            })
    void shouldEscapeWhatControlsATerminal(int codePoint) {
        String text = "a" + Character.toString(codePoint) + "b";
        assertThat(Printable.of(text)).matches("a(\\\\u[0-9a-f]{4}){1,2}b");
        assertThat(Printable.spaced(text)).hasSize(text.length()).matches("a +b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Zürich\n\tC#", "日本語 \ud83d\udc69\u200d\ud83d\udcbb", "می\u200cخواهم", "עברית"})
    void shouldLeaveAllOtherTextAsItIs(String text) throws IOException {
        assertThat(Printable.of(text)).isEqualTo(text);
        assertThat(streamed(text.getBytes(StandardCharsets.UTF_8), 1)).isEqualTo(text);
    }

    @Test
    void shouldJudgeWholeCharactersHoweverTheyArrive() throws IOException {
        byte[] bytes = "é\u009b\u202e\ud83d\ude00\u001b[2J\r\n".getBytes(StandardCharsets.UTF_8);
        String escaped = "é\\u009b\\u202e\ud83d\ude00\\u001b[2J";
        assertThat(streamed(bytes, bytes.length)).isEqualTo(escaped + "\r\n");
        assertThat(streamed(bytes, 1)).startsWith(escaped);
    }

    /** A byte that begins no character is C1 in a terminal that does not know UTF-8. */
    @Test
    void shouldReplaceWhatIsNotUtf8() throws IOException {
        assertThat(streamed(new byte[] {'a', (byte) 0x9b, 'b'}, 3)).isEqualTo("a\ufffdb");
    }

    private static String streamed(byte[] bytes, int atOnce) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintableStream stream = new PrintableStream(out);
        for (int at = 0; at < bytes.length; at += atOnce) {
            stream.write(bytes, at, atOnce);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
