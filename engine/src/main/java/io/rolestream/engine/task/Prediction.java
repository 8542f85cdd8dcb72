package io.rolestream.engine.task;

import io.rolestream.engine.batching.Rows;

/**
 * A model's result for a text or a pair of texts.
 *
 * @param logits one for each label, in the order of the model's labels; the mean of a text's windows. A single one is a
 *     score
 * @param cut whether part of the text was not read
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

    /**
     * The score of a model with a single label, such as a re-ranker: higher is a better match. Not a probability.
     *
     * @throws IllegalStateException if the model has several labels
     */
    public float score() {
        if (logits.length != 1) {
            throw new IllegalStateException("a model with " + logits.length + " labels gives no single score");
        }
        return logits[0];
    }
}
