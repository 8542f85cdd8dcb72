package io.rolestream.engine.batching;

import io.rolestream.engine.torch.TorchException;

/** A row is what a model computes from a sequence: logits, a score, or an embedding. */
public final class Rows {
    private Rows() {}

    public static boolean isFinite(float[] row) {
        for (float value : row) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** The index of the first greatest number. */
    public static int argmax(float[] row) {
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            if (row[i] > row[best]) {
                best = i;
            }
        }
        return best;
    }

    public static float[] softmax(float[] row) {
        double max = row[argmax(row)];
        double sum = 0;
        for (float value : row) {
            sum += Math.exp(value - max);
        }
        float[] result = new float[row.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) (Math.exp(row[i] - max) / sum);
        }
        return result;
    }

    /** The failure of a row that is not finite. */
    public static TorchException notFinite() {
        return new TorchException("the model gives numbers that are not finite (NaN or infinite)");
    }
}
