package io.rolestream.rules.decision;

/**
 * How the sums of a {@link JointDecision} become probabilities: {@code (1 - doubt) * softmax(sums / temperature) +
 * doubt / roles}. The role with the highest sum stays the most probable one, so this changes confidence, never the
 * decision.
 *
 * <p>The sums are not log-probabilities: rules and model see the same words, so adding them counts the evidence twice.
 * The temperature undoes that. The doubt keeps the confidence below 1 even for the clearest texts, because some have
 * another role than their words say.
 *
 * @param temperature above 0
 * @param doubt share of texts whose role cannot be told from rules and model, 0 to 1
 */
public record JointCalibration(float temperature, float doubt) {
    /** For versions that have none: the softmax of the sums. */
    public static final JointCalibration NONE = new JointCalibration(1, 0);

    public JointCalibration {
        if (!isValid(temperature, doubt)) {
            throw new IllegalArgumentException("a joint decision's temperature must be above 0, and its doubt 0 to 1: "
                    + temperature + " and " + doubt);
        }
    }

    public static boolean isValid(float temperature, float doubt) {
        return temperature > 0 && Float.isFinite(temperature) && doubt >= 0 && doubt <= 1;
    }

    /** The logarithms of the probabilities, {@code [roles]}. */
    double[] logProbabilities(double[] sums) {
        double[] scaled = new double[sums.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = sums[i] / temperature;
        }
        double[] result = LogProbabilities.normalised(scaled);
        double share = doubt; // in double precision, so that the probabilities add up to 1
        for (int i = 0; share > 0 && i < result.length; i++) {
            result[i] = Math.min(0, Math.log((1 - share) * Math.exp(result[i]) + share / result.length));
        }
        return result;
    }
}
