package io.rolestream.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.model.generation.GenerationGolden;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes are tokens of their own in these vocabularies, some of them with byte fallback, some byte-level. */
class SettledTextTest {
    private static final String TEXT = "Kafka € Zürich 東京 😀 café\n\uDBFF\uDFFF.";

    private static TextTokenizer tokenizer(String name) throws Exception {
        return TextTokenizer.open(GenerationGolden.RESOURCES.resolve(name), TokenizerOptions.head(512));
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama2", "llama3", "smollm2", "qwen2", "mistral", "t5-tied", "bart"})
    void shouldBeTheBeginningOfAllThatFollows(String name) throws Exception {
        try (TextTokenizer tokenizer = tokenizer(name)) {
            int[] ids = tokenizer.continuation(TEXT + TEXT);
            String before = "";
            for (int length = 1; length <= ids.length; length++) {
                String settled = tokenizer.settled(Arrays.copyOf(ids, length));
                assertThat(settled).startsWith(before).doesNotContain("\uFFFD");
                before = settled;
            }
            assertThat(tokenizer.decode(ids)).startsWith(before);
            assertThat(before).contains("Kafka");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama2", "mistral", "qwen2", "bart"})
    void shouldNotHaveACharacterThatIsNotComplete(String name) throws Exception {
        try (TextTokenizer tokenizer = tokenizer(name)) {
            int[] ids = tokenizer.continuation("a\uDBFF\uDFFF");
            int[] cut = Arrays.copyOf(ids, ids.length - 1);
            assertThat(tokenizer.decode(cut)).endsWith("\uFFFD");
            assertThat(tokenizer.settled(cut)).isEqualTo("a");
        }
    }
}
