package io.rolestream.evaluation.scores;

/**
 * The scores of one label. A ratio with denominator 0 is 0.
 *
 * @param support the number of texts with this true label
 * @param predicted the number of texts with this predicted label
 */
public record LabelScores(String label, double precision, double recall, double f1, long support, long predicted) {
    static LabelScores of(ConfusionMatrix matrix, int index) {
        long right = matrix.count(index, index);
        long support = matrix.support(index);
        long predicted = matrix.predicted(index);
        return new LabelScores(
                matrix.labels().get(index),
                ratio(right, predicted),
                ratio(right, support),
                ratio(2 * right, support + predicted),
                support,
                predicted);
    }

    /** Whether any text has it as its true or predicted label. */
    public boolean occurs() {
        return support + predicted > 0;
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
