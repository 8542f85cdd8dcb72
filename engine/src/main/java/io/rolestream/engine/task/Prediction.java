package io.rolestream.engine.task;

import io.rolestream.engine.batching.Rows;

/**
 * What a model says about a text.
 *
 * @param logits one for each label, in the order of the model's labels; of a text in several windows their mean
 * @param cut whether some of the text was not read
 */
@SuppressWarnings("ArrayRecordComponent")
public record Prediction(float[] logits, boolean cut) {
    /** The label with the greatest logit, the first of them. */
    public int label() {
        return Rows.argmax(logits);
    }

    /** A probability for each label: the softmax of the logits. */
    public float[] probabilities() {
        return Rows.softmax(logits);
    }
}
