package io.rolestream.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.tokenizer.bpe.BpeSettings;
import io.rolestream.engine.tokenizer.bpe.BpeVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerGoldenTest {
    private static final TokenizerOptions WHOLE = TokenizerOptions.head(10_000);

    /** Stays there for tools/tokenizer_golden.py. */
    private static final Path TRAINED = Path.of("target", "test-tokenizer");

    @BeforeAll
    static void train() throws IOException {
        Golden.tokenizer(TRAINED);
    }

    @Test
    void shouldLearnTheMergesThatPythonLearns() throws IOException {
        List<String> merges = Golden.train(BpeSettings.ofSize(Golden.VOCABULARY)).merges().stream()
                .map(BpeVocabulary.Merge::toString)
                .toList();
        assertThat(merges).isEqualTo(Files.readAllLines(Golden.resource("golden-merges.txt")));
    }

    @Test
    void shouldEncodeAsPythonWithWhatWasTrainedHere() throws IOException {
        shouldEncodeAsPython(TRAINED, "golden-roberta.jsonl");
    }

    @Test
    void shouldEncodeAsPythonFromVocabularyAndMerges(@TempDir Path directory) throws IOException {
        for (String file : List.of("vocab.json", "merges.txt", "tokenizer_config.json")) {
            Files.copy(TRAINED.resolve(file), directory.resolve(file));
        }
        shouldEncodeAsPython(directory, "golden-roberta.jsonl");
    }

    @Test
    void shouldEncodeAsPythonFromBertsVocabulary() throws IOException {
        shouldEncodeAsPython(Golden.resource("bert"), "golden-bert.jsonl");
    }

    @Test
    void shouldNotPadOrTruncateThoughTheFileSaysSo(@TempDir Path directory) throws IOException {
        String json = Files.readString(TRAINED.resolve("tokenizer.json"))
                .replace(
                        "\"truncation\" : null",
                        "\"truncation\": {\"direction\": \"Right\", \"max_length\": 8, \"strategy\": \"LongestFirst\", \"stride\": 0}")
                .replace(
                        "\"padding\" : null",
                        "\"padding\": {\"strategy\": {\"Fixed\": 32}, \"direction\": \"Right\", \"pad_to_multiple_of\": null,"
                                + " \"pad_id\": 1, \"pad_type_id\": 0, \"pad_token\": \"<pad>\"}");
        assertThat(json).contains("max_length", "pad_id");
        Files.writeString(directory.resolve("tokenizer.json"), json);
        shouldEncodeAsPython(directory, "golden-roberta.jsonl");
    }

    private static void shouldEncodeAsPython(Path checkpoint, String golden) throws IOException {
        List<Golden> rows = Golden.read(golden);
        assertThat(rows).hasSizeGreaterThan(200);
        try (TextTokenizer tokenizer = TextTokenizer.open(checkpoint, WHOLE)) {
            Stream<Golden> ours = rows.stream()
                    .map(Golden::text)
                    .map(text ->
                            new Golden(text, Golden.list(tokenizer.encode(text).first())));
            assertThat(ours).containsExactlyElementsOf(rows);
        }
    }
}
