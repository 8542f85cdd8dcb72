package io.rolestream.engine.training.alignment.ppo;

/**
 * Generalized advantage estimation (Schulman et al., 2016): {@code A[t] = d[t] + gamma * lambda * A[t + 1]} with
 * {@code d[t] = r[t] + gamma * V[t + 1] - V[t]}. An answer ends with its last token, after which values and advantages
 * are 0.
 *
 * @param gamma the discount of later rewards, from 0 to 1
 * @param lambda from 0 (only the next value counts) to 1 (only the rewards do)
 */
public record GeneralizedAdvantage(double gamma, double lambda) {
    public GeneralizedAdvantage {
        if (!(gamma >= 0 && gamma <= 1 && lambda >= 0 && lambda <= 1)) {
            throw new IllegalArgumentException("gamma and lambda are from 0 to 1, not " + gamma + " and " + lambda);
        }
    }

    /** Gamma 1, lambda 0.95. */
    public static GeneralizedAdvantage usual() {
        return new GeneralizedAdvantage(1, 0.95);
    }

    /**
     * The estimates of an answer's tokens. Not copied.
     *
     * @param returns what the critic learns: advantages, before they are whitened, plus values
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Estimate(double[] advantages, double[] returns) {}

    /**
     * @param rewards one for each token
     * @param values the critic's before each token, from the tokens before it; the numbers beyond the rewards' are
     *     padding
     */
    public Estimate of(double[] rewards, double[] values) {
        if (values.length < rewards.length) {
            throw new IllegalArgumentException(rewards.length + " rewards with " + values.length + " values");
        }
        int count = rewards.length;
        double[] advantages = new double[count];
        double[] returns = new double[count];
        double later = 0;
        for (int t = count - 1; t >= 0; t--) {
            double next = t + 1 < count ? values[t + 1] : 0;
            later = rewards[t] + gamma * next - values[t] + gamma * lambda * later;
            advantages[t] = later;
            returns[t] = later + values[t];
        }
        return new Estimate(advantages, returns);
    }
}
