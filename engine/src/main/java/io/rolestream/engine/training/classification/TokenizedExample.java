package io.rolestream.engine.training.classification;

import io.rolestream.engine.batching.Rows;

/**
 * A text to learn a label from. The arrays are not copied: do not modify them.
 *
 * @param ids its tokens, special tokens included, without padding
 * @param target the share of each label, summing to 1; all on one label if that is certain
 * @param weight how much the example counts, usually 1
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenizedExample(int[] ids, float[] target, float weight) {
    private static final float TOLERANCE = 1e-3f;

    public TokenizedExample {
        if (ids.length == 0) {
            throw new IllegalArgumentException("an example without tokens");
        }
        float sum = 0;
        for (float share : target) {
            if (!(share >= 0)) {
                throw new IllegalArgumentException("a target of " + share);
            }
            sum += share;
        }
        if (!(Math.abs(sum - 1) < TOLERANCE)) {
            throw new IllegalArgumentException("targets sum to " + sum + ", not to 1");
        }
        if (!(weight >= 0 && weight < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a weight of " + weight);
        }
    }

    /** An example with one label, weight 1. */
    public static TokenizedExample of(int[] ids, int label, int labels) {
        float[] target = new float[labels];
        target[label] = 1;
        return new TokenizedExample(ids, target, 1);
    }

    /** The label with the greatest share, the first of them. */
    public int label() {
        return Rows.argmax(target);
    }
}
