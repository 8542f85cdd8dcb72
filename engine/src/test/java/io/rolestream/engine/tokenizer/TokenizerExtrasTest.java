package io.rolestream.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerExtrasTest {
    private static final int PAD = 0;
    private static final int UNKNOWN = 1;
    private static final int JAVA = 5;
    private static final int KAFKA = 6;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path checkpoint;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(checkpoint.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\njava\nKafka\n");
    }

    private int[] ids(String text) throws IOException {
        try (TextTokenizer tokenizer = TextTokenizer.open(checkpoint, TokenizerOptions.head(16))) {
            int[] framed = tokenizer.encode(text).first();
            return Arrays.copyOfRange(framed, 1, framed.length - 1);
        }
    }

    private void settings(String json) throws IOException {
        Files.writeString(checkpoint.resolve("tokenizer_config.json"), json);
    }

    @Test
    void shouldTakeCaseFromTheSettings() throws IOException {
        assertThat(ids("Java Kafka")).containsExactly(JAVA, UNKNOWN);
        settings("{\"do_lower_case\":false}");
        assertThat(ids("java Kafka")).containsExactly(JAVA, KAFKA);
    }

    @Test
    void shouldAddTokensOfTheSettings() throws IOException {
        settings("{\"added_tokens_decoder\":{\"6\":{\"content\":\"Kafka\",\"normalized\":false}}}");
        assertThat(ids("Java Kafka")).containsExactly(JAVA, KAFKA);
    }

    @Test
    void shouldAddTokensOfTheirOwnFile() throws IOException {
        Files.writeString(checkpoint.resolve("added_tokens.json"), "{\"c++\":7}");
        assertThat(ids("java c++")).containsExactly(JAVA, 7);
    }

    @Test
    void shouldReadALiteralPaddingTokenAsOneUnlessAnotherIsNamed() throws IOException {
        assertThat(ids("java [PAD]")).containsExactly(JAVA, PAD);
        settings("{\"pad_token\":\"java\"}");
        assertThat(ids("java [PAD]")).startsWith(JAVA, UNKNOWN).doesNotContain(PAD);
    }

    @Test
    void shouldGiveAWordThatIsThereTwiceItsLastLine() throws IOException {
        Files.writeString(checkpoint.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\njava\n\njava\n");
        assertThat(ids("java")).containsExactly(7);
    }

    @Test
    void shouldNotNeedAMaskToken() throws IOException {
        Files.writeString(checkpoint.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\nkafka\njava\n");
        assertThat(ids("java")).containsExactly(JAVA);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"truncation_side":"left"}       | truncation_side "left" is not supported
            {"split_special_tokens":true}    | split_special_tokens true is not supported
            {"do_lower_case":"no"}           | do_lower_case must be true or false, not "no"
            {"pad_token":7}                  | is not a token
            {"added_tokens_decoder":{"x":1}} | "x" is not the id of a token
            """)
    void shouldRefuse(String json, String reason) throws IOException {
        settings(json);
        assertThatThrownBy(() -> ids("java"))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining(reason);
    }
}
