package io.rolestream.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationConfigTest {
    private static final Map<String, Object> T5 = Map.of(
            "model_type", "t5", "vocab_size", 100, "d_model", 8, "d_kv", 4, "d_ff", 8, "num_layers", 1, "num_heads", 2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private GenerationConfig read(Map<String, Object> more) throws IOException {
        Map<String, Object> keys = new TreeMap<>(T5);
        keys.putAll(more);
        ModelConfig config = ModelConfig.of(keys);
        TokenizerFiles tokenizer =
                new TokenizerFiles(TokenizerFiles.Kind.TOKENIZER_JSON, List.of(folder.resolve("tokenizer.json")));
        return GenerationConfig.read(new CheckpointDirectory(folder, config, tokenizer), 0, 1, 2);
    }

    private GenerationConfig readFile(String json) throws IOException {
        Files.writeString(folder.resolve(GenerationConfig.FILE), json);
        return read(Map.of("decoder_start_token_id", 7));
    }

    @Test
    void shouldPreferItsOwnFile() throws IOException {
        GenerationConfig own = readFile("""
                {"decoder_start_token_id": 5, "eos_token_id": [3, 4], "forced_bos_token_id": 6, "forced_eos_token_id": 3}
                """);
        assertThat(own).isEqualTo(new GenerationConfig(5, List.of(3, 4), 6, 3, List.of()));
    }

    @Test
    void shouldFallBackToTheModelsAndThenToTheFamilys() throws IOException {
        assertThat(readFile("{}")).isEqualTo(new GenerationConfig(7, List.of(1), null, null, List.of()));
        Files.delete(folder.resolve(GenerationConfig.FILE));
        assertThat(read(Map.of())).isEqualTo(new GenerationConfig(0, List.of(1), null, 2, List.of()));
        Map<String, Object> none = new TreeMap<>();
        none.put("forced_eos_token_id", null);
        assertThat(read(none).forcedLast()).isNull();
        assertThat(read(Map.of("eos_token_id", 9, "forced_eos_token_id", 9)).ends())
                .containsExactly(9);
    }

    @Test
    void shouldNameWhatGreedyDecodingIgnores() throws IOException {
        assertThat(readFile("{\"num_beams\": 4, \"do_sample\": true, \"no_repeat_ngram_size\": 3, \"min_length\": 0,"
                                + " \"suppress_tokens\": [1]}")
                        .ignored())
                .containsExactly("num_beams 4", "no_repeat_ngram_size 3", "do_sample true", "suppress_tokens");
    }

    @Test
    void shouldRefuseTokensThatTheVocabularyLacks() {
        assertThatThrownBy(() -> readFile("{\"decoder_start_token_id\": 100}"))
                .hasMessageContaining(GenerationConfig.FILE)
                .hasMessageContaining(
                        "decoder_start_token_id must be a token of the vocabulary, from 0 to 99, not 100");
        assertThatThrownBy(() -> readFile("{\"eos_token_id\": [1, 200]}")).hasMessageContaining("eos_token_id must be");
        assertThatThrownBy(() -> readFile("{\"forced_bos_token_id\": -1}")).hasMessageContaining("forced_bos_token_id");
        assertThatThrownBy(() -> readFile("[]")).hasMessageContaining(GenerationConfig.FILE);
    }
}
