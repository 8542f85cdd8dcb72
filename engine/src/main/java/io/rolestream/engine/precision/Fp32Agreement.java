package io.rolestream.engine.precision;

import io.rolestream.engine.batching.Rows;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How well a candidate's results agree with FP32's: a share from 0 to 1 of what a task's users look at. Every task
 * requires {@link Calibration#LEAST_AGREEMENT}.
 */
public enum Fp32Agreement {
    /**
     * For classifiers: the share of texts with the same label, which has the greatest logit. A label that FP32 finds as
     * probable, to within {@value #TIE}, counts as the same: FP32 itself does not decide between them.
     */
    LABELS("of labels as fp32 does") {
        @Override
        double of(List<float[]> expected, List<float[]> rows) {
            return share(rows.size(), i -> isAsProbable(expected.get(i), Rows.argmax(rows.get(i))));
        }
    },
    /** For generators: the share of texts whose answer begins with the same token, which has the greatest logit. */
    TOKENS("of first tokens as fp32 does") {
        @Override
        double of(List<float[]> expected, List<float[]> rows) {
            return LABELS.of(expected, rows);
        }
    },
    /**
     * For one score per text: the share of pairs of texts in the same order; pairs with equal FP32 scores don't count.
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
    /** For embeddings: the share of texts with a cosine of at least {@value #LEAST_COSINE} to FP32's embedding. */
    DIRECTION("of embeddings within a cosine of 0.999 of what fp32 does") {
        @Override
        double of(List<float[]> expected, List<float[]> rows) {
            return share(rows.size(), i -> cosine(expected.get(i), rows.get(i)) >= LEAST_COSINE);
        }
    };

    private static final double LEAST_COSINE = 0.999;
    private static final double TIE = 0.01;

    private final String phrase;

    Fp32Agreement(String phrase) {
        this.phrase = phrase;
    }

    /**
     * @param expected a row for each text, computed in FP32
     * @param rows the candidate's for the same texts, finite
     */
    abstract double of(List<float[]> expected, List<float[]> rows);

    /** What the share is of, after "gives at least 99.5 %". */
    String phrase() {
        return phrase;
    }

    private static double share(int texts, IntPredicate agrees) {
        return (double) IntStream.range(0, texts).filter(agrees).count() / texts;
    }

    private static boolean isAsProbable(float[] logits, int label) {
        float most = logits[Rows.argmax(logits)];
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - most);
        }
        return (1 - Math.exp(logits[label] - most)) / sum <= TIE;
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
