package io.rolestream.engine.model.bert;

import io.rolestream.engine.checkpoint.Activation;
import io.rolestream.engine.checkpoint.ConfigKeys;
import io.rolestream.engine.checkpoint.ModelSizes;

/**
 * BERT's own keys of {@code config.json}, with the defaults of Python's transformers.
 *
 * @param isBert whether it is BERT itself: its descendants count positions from {@code pad_token_id + 1}, and name
 *     their heads differently
 * @param positions {@code max_position_embeddings}, the rows of the position table
 * @param classifierDropout {@code classifier_dropout}, by default the hidden dropout
 */
record BertConfig(
        ModelSizes sizes,
        boolean isBert,
        int positions,
        Activation activation,
        double eps,
        double hiddenDropout,
        double attentionDropout,
        double classifierDropout) {
    private static final int MAX_TYPES = 1000;

    static BertConfig of(ConfigKeys keys) {
        boolean bert = "bert".equals(keys.text("model_type"));
        keys.oneOf("position_embedding_type", "absolute");
        int vocabSize = keys.vocabSize("vocab_size");
        int padding = bert ? keys.unusedPadding(0, vocabSize) : keys.token("pad_token_id", 1, vocabSize);
        keys.refuse("is_decoder", "add_cross_attention");
        int first = bert ? 0 : padding + 1;
        int positions = keys.positions("max_position_embeddings", first + 1);
        double dropout = keys.share("hidden_dropout_prob", 0.1);
        return new BertConfig(
                new ModelSizes(
                        vocabSize,
                        keys.width("hidden_size"),
                        keys.layers("num_hidden_layers"),
                        keys.heads("num_attention_heads", "hidden_size"),
                        keys.intermediateSize("intermediate_size"),
                        positions - first,
                        keys.integer("type_vocab_size", 1, MAX_TYPES),
                        padding),
                bert,
                positions,
                keys.activation("hidden_act"),
                keys.eps("layer_norm_eps", 1e-12),
                dropout,
                keys.share("attention_probs_dropout_prob", 0.1),
                keys.share("classifier_dropout", dropout));
    }
}
