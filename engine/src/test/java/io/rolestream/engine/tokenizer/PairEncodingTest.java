package io.rolestream.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pairs become what transformers makes of them; the golden files are made by {@code tools/task_golden.py}. */
class PairEncodingTest {
    private static final Path TASKS = Path.of("src/test/resources/io/rolestream/engine/task");
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({"bert-pairs, 48", "roberta-pairs, 46", "bart-pairs, 48", "deberta-pairs, 48"})
    void shouldEncodeAndCutPairsAsTransformersDoes(String name, int maxTokens) throws IOException {
        Path directory = TASKS.resolve(name);
        try (TextTokenizer tokenizer = TextTokenizer.open(directory, TokenizerOptions.head(maxTokens))) {
            for (JsonNode pair : JSON.readTree(directory.resolve("golden.json").toFile())) {
                TokenizedPair tokenized = tokenizer.encode(
                        pair.get("first").asText(), pair.get("second").asText());
                assertThat(tokenized.ids()).as(pair.toString()).containsExactly(integers(pair.get("ids")));
                assertThat(tokenized.types()).as(pair.toString()).containsExactly(integers(pair.get("types")));
                assertThat(tokenized.cut()).isEqualTo(pair.get("cut").asBoolean());
            }
        }
    }

    private static int[] integers(JsonNode array) {
        return JSON.convertValue(array, int[].class);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 4, 10, 3, 4",
        "5, 5, 10, 5, 5",
        "2, 20, 10, 2, 8",
        "20, 2, 10, 8, 2",
        "20, 20, 10, 5, 5",
        "20, 20, 11, 5, 6",
        "30, 20, 11, 6, 5",
        "20, 30, 11, 5, 6",
        "6, 5, 10, 5, 5",
        "0, 20, 10, 0, 10",
    })
    void shouldCutTheLongerTextFirst(int first, int second, int room, int keptFirst, int keptSecond) {
        assertThat(PairLengths.longestFirst(first, second, room)).isEqualTo(new PairLengths(keptFirst, keptSecond));
    }

    @Test
    void shouldCutHugePairsAtTheirBeginnings() throws IOException {
        try (TextTokenizer tokenizer = TextTokenizer.open(TASKS.resolve("bert-pairs"), TokenizerOptions.head(48))) {
            String huge = "java developer ".repeat(100_000);
            TokenizedPair pair = tokenizer.encode(huge, huge);
            assertThat(pair.ids()).hasSize(48);
            assertThat(pair.cut()).isTrue();
        }
    }

    @Test
    void shouldRefuseToEncodeOnceClosed() throws IOException {
        TextTokenizer tokenizer = TextTokenizer.open(TASKS.resolve("bert-pairs"), TokenizerOptions.head(48));
        tokenizer.close();
        assertThatThrownBy(() -> tokenizer.encode("a", "b")).isInstanceOf(IllegalStateException.class);
    }
}
