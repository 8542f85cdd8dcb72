package io.rolestream.engine.training.alignment;

/**
 * The clipped surrogate of proximal policy optimization (Schulman et al., 2017): the mean of {@code max(-A * ratio, -A
 * * clip(ratio, 1 - c, 1 + c))}, where a ratio is the new probability of an answer or a token divided by the old one.
 * The mean is over all elements together, so an answer's length does not divide its share.
 *
 * @param clip c, above 0 and below 1
 */
public record ClippedPolicyLoss(double clip) {
    public ClippedPolicyLoss {
        if (!(clip > 0 && clip < 1)) {
            throw new IllegalArgumentException("ratios are clipped at a distance above 0 and below 1, not " + clip);
        }
    }

    /**
     * A loss and where it comes from. Not copied.
     *
     * @param gradients with respect to each new log-probability
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Result(double loss, double[] gradients, PolicyStatistics statistics) {}

    /**
     * @param logs new log-probabilities, at least one
     * @param old those in the policy that drew the answers
     * @param advantages one for each
     */
    public Result of(double[] logs, double[] old, double[] advantages) {
        int count = logs.length;
        double[] gradients = new double[count];
        double loss = 0;
        double ratios = 0;
        double squares = 0;
        double divergence = 0;
        int clipped = 0;
        for (int i = 0; i < count; i++) {
            double difference = logs[i] - old[i];
            double ratio = Math.exp(difference);
            double free = -advantages[i] * ratio;
            double bound = -advantages[i] * Math.min(1 + clip, Math.max(1 - clip, ratio));
            if (bound > free) {
                clipped++;
            } else {
                gradients[i] = free / count;
            }
            loss += Math.max(bound, free) / count;
            ratios += ratio;
            squares += (ratio - 1) * (ratio - 1);
            divergence += Math.expm1(difference) - difference;
        }
        double mean = ratios / count;
        double variance = Math.max(0, squares / count - (mean - 1) * (mean - 1));
        return new Result(
                loss, gradients, new PolicyStatistics(mean, variance, (double) clipped / count, divergence / count));
    }
}
