package io.rolestream.engine.model.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.checkpoint.ModelConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What would change the forward pass is honoured or refused by name. */
class LlamaConfigTest {
    private static Map<String, @Nullable Object> keys(String type) {
        return new HashMap<>(Map.of(
                "model_type", type,
                "vocab_size", 49_152,
                "hidden_size", 576,
                "num_hidden_layers", 30,
                "num_attention_heads", 9,
                "num_key_value_heads", 3,
                "intermediate_size", 1_536,
                "max_position_embeddings", 8_192));
    }

    private static LlamaConfig with(String type, String key, @Nullable Object value) {
        Map<String, @Nullable Object> keys = keys(type);
        keys.put(key, value);
        return LlamaConfig.of(ModelConfig.of(keys).keys());
    }

    @Test
    void shouldDeriveWhatIsLeftOut() {
        LlamaConfig own = with("llama", "tie_word_embeddings", true);
        assertThat(own.headWidth()).isEqualTo(64);
        assertThat(own.keyHeads()).isEqualTo(3);
        assertThat(own.tied()).isTrue();
        assertThat(own.positions().theta()).isEqualTo(10_000);
        assertThat(own.biases()).isEqualTo(new LlamaConfig.Biases(false, false, false));
        assertThat(with("llama", "num_key_value_heads", null).keyHeads()).isEqualTo(9);
        assertThat(with("llama", "head_dim", 40).headWidth()).isEqualTo(40);
    }

    @Test
    void shouldHaveBiasesAsTheTypeHasThem() {
        assertThat(with("qwen2", "attention_bias", false).biases())
                .isEqualTo(new LlamaConfig.Biases(true, false, false));
        assertThat(with("llama", "attention_bias", true).biases()).isEqualTo(new LlamaConfig.Biases(true, true, false));
        assertThat(with("mistral", "attention_bias", true).biases())
                .isEqualTo(new LlamaConfig.Biases(false, false, false));
    }

    @Test
    void shouldReadTheWindowAsTheTypeHasIt() {
        assertThat(with("mistral", "sliding_window", 100).window()).isEqualTo(new LlamaConfig.Window(100, 0));
        assertThat(with("mistral", "sliding_window", null).window().tokens()).isZero();
        assertThat(with("qwen2", "sliding_window", 100).window().tokens()).isZero();
        assertThat(with("qwen2", "use_sliding_window", true).window()).isEqualTo(new LlamaConfig.Window(4_096, 28));
        assertThat(with("llama", "sliding_window", 100).window().tokens()).isZero();
    }

    @Test
    void shouldReadRotaryPositionsOfOlderAndNewerFiles() {
        assertThat(with("llama", "rope_scaling", Map.of("type", "linear", "factor", 2.5))
                        .positions()
                        .scaling()
                        .factor())
                .isEqualTo(2.5);
        LlamaConfig.Positions newer = with(
                        "llama", "rope_parameters", Map.of("rope_type", "default", "rope_theta", 500_000.0))
                .positions();
        assertThat(newer.theta()).isEqualTo(500_000);
        assertThat(newer.scaling().kind()).isEqualTo("default");
    }

    @Test
    void shouldBoundTheLengthOfTexts() {
        assertThat(with("llama", "max_position_embeddings", 131_072).sizes().maxTokens())
                .isEqualTo(LlamaConfig.MAX_TOKENS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yarn", "dynamic", "longrope", "mrope"})
    void shouldRefuseOtherScalingsByName(String type) {
        assertThatThrownBy(() -> with("qwen2", "rope_scaling", Map.of("rope_type", type, "factor", 4.0)))
                .hasMessage("rope_scaling: type \"" + type + "\" is not supported; known are default, linear, llama3");
    }

    @Test
    void shouldRefuseScalingsWithoutTheirNumbers() {
        assertThatThrownBy(() -> with("llama", "rope_scaling", Map.of("rope_type", "linear")))
                .hasMessage("rope_scaling: factor must be above 0, not 0.0");
        assertThatThrownBy(() -> with(
                        "llama",
                        "rope_scaling",
                        Map.of("rope_type", "llama3", "factor", 8, "low_freq_factor", 4, "high_freq_factor", 4)))
                .hasMessageStartingWith("rope_scaling: high_freq_factor must be above low_freq_factor");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            hidden_act            | gelu | hidden_act "gelu" is not supported; known is silu
            num_key_value_heads   | 2    | num_attention_heads 9 is not a multiple of num_key_value_heads 2
            hidden_size           | 577  | hidden_size 577 is not a multiple of num_attention_heads 9
            head_dim              | 33   | head_dim must be even for rotary positions, not 33
            partial_rotary_factor | 2    | partial_rotary_factor is not supported
            rope_theta            | 1    | rope_theta must be above 1, not 1.0
            """)
    void shouldRefuseByName(String key, String value, String reason) {
        Object typed = value.equals("gelu") ? value : Integer.valueOf(value);
        assertThatThrownBy(() -> with("llama", key, typed)).hasMessageStartingWith(reason);
    }

    @Test
    void shouldRefuseOtherOrdersOfLayers() {
        assertThatThrownBy(() -> with("llama", "layer_types", List.of("full_attention", "sliding_attention")))
                .hasMessageContaining("layer_types is supported only as it follows from sliding_window");
    }
}
