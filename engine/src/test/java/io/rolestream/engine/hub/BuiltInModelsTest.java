package io.rolestream.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.safetensors.Weights;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltInModelsTest {
    private static final long MOST_BYTES = 12_000_000;

    private final Path cache;
    private final HubSettings offline;

    BuiltInModelsTest(@TempDir Path cache) {
        this.cache = cache;
        offline = HubEnvironment.settings(
                Map.of(
                        "HF_HUB_OFFLINE",
                        "1",
                        "HF_HUB_CACHE",
                        cache.resolve("hub").toString()),
                cache);
    }

    @Test
    void shouldFindTheCompactModelOffline() throws IOException {
        Path directory = BaseModels.resolve("compact", offline);

        CheckpointDirectory checkpoint = CheckpointDirectory.open(directory);
        assertThat(directory).startsWith(cache);
        assertThat(directory.resolve(Weights.SINGLE_FILE).toFile().length()).isLessThan(MOST_BYTES);
        assertThat(checkpoint.config().dtype()).isEqualTo("bfloat16");
        try (Parameters parameters = Parameters.load(checkpoint, checkpoint.config(), Head.MASKED_LANGUAGE_MODEL, 1)) {
            assertThat(parameters.elements()).isGreaterThan(5_000_000);
        }
        assertThat(directory.resolve("README.md")).isNotEmptyFile();
    }

    @Test
    void shouldHaveATokenizerOfTheModelsSize() throws IOException {
        Path directory = BaseModels.resolve("compact", offline);

        int vocabulary = CheckpointDirectory.open(directory).config().vocabSize();
        try (TextTokenizer tokenizer = TextTokenizer.open(directory, TokenizerOptions.head(64))) {
            int[] ids = tokenizer.encode("Java, Spring Boot, Kubernetes").first();
            assertThat(ids).hasSizeLessThan(12); // it knows these words
            assertThat(IntStream.of(ids).max().orElseThrow()).isLessThan(vocabulary);
        }
    }

    @Test
    void shouldUseTheCopyThatIsThereUnlessItIsDamaged() throws IOException {
        Path directory = BaseModels.resolve("compact", offline);
        Path weights = directory.resolve(Weights.SINGLE_FILE);
        Files.writeString(directory.resolve("mark"), "");

        assertThat(BaseModels.resolve("compact", offline)).isEqualTo(directory);
        assertThat(directory.resolve("mark")).exists();

        long bytes = Files.size(weights);
        Files.writeString(weights, "damaged");
        assertThat(BaseModels.resolve("compact", offline)).isEqualTo(directory);
        assertThat(weights).hasSize(bytes);
        try (Stream<Path> entries = Files.list(directory.resolveSibling("."))) {
            assertThat(entries).hasSize(1);
        }
    }
}
