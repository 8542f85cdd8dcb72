package io.rolestream.engine.model.distilbert;

import io.rolestream.engine.checkpoint.Activation;
import io.rolestream.engine.checkpoint.ConfigKeys;
import io.rolestream.engine.checkpoint.ModelSizes;

/** DistilBERT's own keys of {@code config.json}. What is left out has the default of Python's transformers. */
record DistilBertConfig(
        ModelSizes sizes, Activation activation, double dropout, double attentionDropout, double classifierDropout) {
    /** Fixed in the model, not a key. */
    static final double EPS = 1e-12;

    static DistilBertConfig of(ConfigKeys keys) {
        int vocabSize = keys.vocabSize("vocab_size");
        return new DistilBertConfig(
                new ModelSizes(
                        vocabSize,
                        keys.width("dim"),
                        keys.layers("n_layers"),
                        keys.heads("n_heads", "dim"),
                        keys.intermediateSize("hidden_dim"),
                        keys.positions("max_position_embeddings", 1),
                        1,
                        keys.unusedPadding(0, vocabSize)),
                keys.activation("activation"),
                keys.share("dropout", 0.1),
                keys.share("attention_dropout", 0.1),
                keys.share("seq_classif_dropout", 0.2));
    }
}
