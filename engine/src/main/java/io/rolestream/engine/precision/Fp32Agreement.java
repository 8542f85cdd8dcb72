package io.rolestream.engine.precision;

import io.rolestream.engine.batching.Rows;
import java.util.List;

/**
 * How well what a candidate computes agrees with what FP32 does: a share from 0 to 1 of what a task's users look at. A
 * candidate needs {@link Calibration#LEAST_AGREEMENT}, whatever the task.
 */
public enum Fp32Agreement {
    /** For classifiers: the share of texts that get the same label, which is that with the greatest logit. */
    LABELS("of labels as fp32 does") {
        @Override
        double of(List<float[]> expected, List<float[]> rows) {
            int same = 0;
            for (int i = 0; i < rows.size(); i++) {
                if (Rows.argmax(rows.get(i)) == Rows.argmax(expected.get(i))) {
                    same++;
                }
            }
            return (double) same / rows.size();
        }
    },
    /**
     * For one score per text: the share of all pairs of texts that come in the same order. Pairs that FP32 scores
     * equally don't count.
     */
    ORDER("of pairs in the order that fp32 does") {
        @Override
        double of(List<float[]> expected, List<float[]> rows) {
            long pairs = 0;
            long same = 0;
            for (int i = 0; i < rows.size(); i++) {
                for (int j = 0; j < i; j++) {
                    int order = Float.compare(expected.get(i)[0], expected.get(j)[0]);
                    if (order != 0) {
                        pairs++;
                        same += order == Float.compare(rows.get(i)[0], rows.get(j)[0]) ? 1 : 0;
                    }
                }
            }
            return pairs == 0 ? 1 : (double) same / pairs;
        }
    },
    /**
     * For embeddings: the share of texts whose embedding has a cosine of at least {@value #LEAST_COSINE} with FP32's.
     */
    DIRECTION("of embeddings within a cosine of 0.999 of what fp32 does") {
        @Override
        double of(List<float[]> expected, List<float[]> rows) {
            int close = 0;
            for (int i = 0; i < rows.size(); i++) {
                if (cosine(expected.get(i), rows.get(i)) >= LEAST_COSINE) {
                    close++;
                }
            }
            return (double) close / rows.size();
        }
    };

    private static final double LEAST_COSINE = 0.999;

    private final String phrase;

    Fp32Agreement(String phrase) {
        this.phrase = phrase;
    }

    /**
     * Compares.
     *
     * @param expected a row for each text, computed in FP32
     * @param rows the same texts' by the candidate, finite
     */
    abstract double of(List<float[]> expected, List<float[]> rows);

    /** What the share is of, after "gives at least 99.5 %". */
    String phrase() {
        return phrase;
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squareA += (double) a[i] * a[i];
            squareB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(squareA * squareB);
    }
}
