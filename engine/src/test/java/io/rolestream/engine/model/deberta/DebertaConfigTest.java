package io.rolestream.engine.model.deberta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.checkpoint.ModelConfig;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would change the forward pass is honoured or refused by name. */
class DebertaConfigTest {
    private static ModelConfig with(String key, Object value) {
        Map<String, Object> keys = new HashMap<>(Map.of(
                "model_type", "deberta-v2",
                "vocab_size", 128_100,
                "hidden_size", 768,
                "num_hidden_layers", 12,
                "num_attention_heads", 12,
                "intermediate_size", 3_072,
                "max_position_embeddings", 512,
                "relative_attention", true,
                "pos_att_type", "p2c|c2p",
                "position_buckets", 256));
        keys.put(key, value);
        return ModelConfig.of(keys);
    }

    @Test
    void shouldReadWhatAV3CheckpointHas() {
        ModelConfig config = with("share_att_key", true);
        DebertaConfig own = DebertaConfig.of(config.keys());
        assertThat(own.distances()).isEqualTo(new DebertaConfig.Distances(512, 256, false, true));
        assertThat(own.tokenTypes()).isZero();
        assertThat(config.tokenTypes()).isEqualTo(1);
        assertThat(config.maxTokens()).isEqualTo(512);
    }

    @Test
    void shouldHaveARowForEachDistanceWithoutBuckets() {
        assertThat(DebertaConfig.of(with("position_buckets", -1).keys())
                        .distances()
                        .span())
                .isEqualTo(512);
        assertThat(DebertaConfig.of(with("max_relative_positions", 100).keys())
                        .distances()
                        .most())
                .isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            relative_attention  | false | relative_attention false is not supported
            pos_att_type        | c2p   | pos_att_type "c2p" is not supported; known is c2p|p2c
            pos_att_type        | x     | pos_att_type "x" is not supported; known is c2p|p2c
            conv_kernel_size    | 3     | conv_kernel_size is not supported: the model has a convolution
            embedding_size      | 128   | embedding_size is supported only if it is 768
            pooler_hidden_size  | 128   | pooler_hidden_size is supported only if it is 768
            attention_head_size | 32    | attention_head_size is supported only if it is 64
            norm_rel_ebd        | batch | norm_rel_ebd "batch" is not supported; known is none, layer_norm
            position_buckets    | 1     | position_buckets must be at least 2
            pooler_hidden_act   | mish  | pooler_hidden_act "mish" is not supported
            """)
    void shouldRefuseByName(String key, String value, String reason) {
        Object typed = switch (value) {
            case "false" -> false;
            case "3", "128", "32", "1" -> Integer.valueOf(value);
            default -> value;
        };
        assertThatThrownBy(() -> with(key, typed)).hasMessageStartingWith(reason);
    }
}
