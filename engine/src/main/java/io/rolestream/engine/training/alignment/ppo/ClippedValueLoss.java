package io.rolestream.engine.training.alignment.ppo;

/**
 * The loss of a critic's values: the masked mean of {@code max((V - R)^2, (clip(V, old - c, old + c) - R)^2) / 2}, so
 * that an update moves a value only so far.
 *
 * <p>The critic ({@code Head.ACTOR_CRITIC}) reads prompt and answer, and its number at the token before each token of
 * the answer is that token's value.
 *
 * @param clip c, above 0
 * @param weight of this loss beside the policy's, above 0
 */
public record ClippedValueLoss(double clip, double weight) {
    public ClippedValueLoss {
        if (!(clip > 0 && weight > 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the clip and the weight of the values' loss must be above 0, not " + clip + " and " + weight);
        }
    }

    /** Clips at 0.2, and has the weight 0.1. */
    public static ClippedValueLoss usual() {
        return new ClippedValueLoss(0.2, 0.1);
    }

    /**
     * A loss and its gradients. Not copied.
     *
     * @param loss times the weight
     * @param gradients with respect to each value; 0 in the padding
     * @param clipFraction the share of values whose clipped term is the greater, so that they add no gradient
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Result(double loss, double[][] gradients, double clipFraction) {}

    /**
     * @param values the critic's values now, {@code [answers][at least their length]}
     * @param old those that the advantages were estimated with
     * @param returns see {@link GeneralizedAdvantage.Estimate}
     * @param mask of the values, with at least one number
     */
    public Result of(double[][] values, double[][] old, double[][] returns, AnswerMask mask) {
        double scale = weight / mask.count();
        double[][] gradients = new double[values.length][];
        double loss = 0;
        int clipped = 0;
        for (int i = 0; i < values.length; i++) {
            gradients[i] = new double[values[i].length];
            for (int t = 0; t < mask.lengths()[i]; t++) {
                double error = values[i][t] - returns[i][t];
                double near = Math.min(old[i][t] + clip, Math.max(old[i][t] - clip, values[i][t])) - returns[i][t];
                if (near * near > error * error) {
                    clipped++;
                } else {
                    gradients[i][t] = scale * error;
                }
                loss += scale * Math.max(error * error, near * near) / 2;
            }
        }
        return new Result(loss, gradients, (double) clipped / mask.count());
    }
}
