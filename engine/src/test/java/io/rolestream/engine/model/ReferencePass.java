package io.rolestream.engine.model;

import ai.djl.ndarray.NDArray;
import io.rolestream.engine.model.bag.BagReference;
import io.rolestream.engine.model.bart.BartReference;
import io.rolestream.engine.model.bert.BertReference;
import io.rolestream.engine.model.deberta.DebertaReference;
import io.rolestream.engine.model.distilbert.DistilBertReference;
import io.rolestream.engine.model.modernbert.ModernBertReference;

/** A forward pass as the papers write it: float32, padded batches with a mask, one array operation after the other. */
public interface ReferencePass {
    /** The pass of a model's family. */
    static ReferencePass of(Parameters parameters) {
        return switch (parameters.config().type()) {
            case "bart" -> new BartReference(parameters);
            case "bag" -> new BagReference(parameters);
            case "deberta-v2" -> new DebertaReference(parameters);
            case "distilbert" -> new DistilBertReference(parameters);
            case "modernbert" -> new ModernBertReference(parameters);
            default -> BertReference.of(parameters);
        };
    }

    /** What masked places add to attention scores. */
    float MASKED = -1e9f;

    /**
     * The hidden states of all tokens.
     *
     * @param ids {@code [batch, length]}
     * @param positions {@code [batch, length]}
     * @param types {@code [batch, length]}
     * @param mask {@code [batch, 1, 1, length]}: 0, or {@link #MASKED} for padding
     * @return {@code [batch, length, hidden]}
     */
    NDArray hidden(NDArray ids, NDArray positions, NDArray types, NDArray mask);

    /**
     * The logits of a classifier.
     *
     * @param read the hidden states of the tokens that classifiers read {@code [batch, hidden]}
     * @param mean the means of all tokens' hidden states {@code [batch, hidden]}
     * @return {@code [batch, labels]}
     */
    NDArray logits(NDArray read, NDArray mean);
}
