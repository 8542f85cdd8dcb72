package io.rolestream.engine.task;

/**
 * What a model says of a text.
 *
 * @param logits one for each label, in the order of the model's labels; of a text in several windows their mean
 * @param cut whether some of the text was not read
 */
@SuppressWarnings("ArrayRecordComponent")
public record Prediction(float[] logits, boolean cut) {
    /** The label with the greatest logit, the first of them. */
    public int label() {
        return argmax(logits);
    }

    /** A probability for each label: the softmax of the logits. */
    public float[] probabilities() {
        double max = logits[label()];
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - max);
        }
        float[] result = new float[logits.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) (Math.exp(logits[i] - max) / sum);
        }
        return result;
    }

    /** Whether logits are neither NaN nor infinite. */
    static boolean isFinite(float[] logits) {
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                return false;
            }
        }
        return true;
    }

    static int argmax(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }
}
