package io.rolestream.engine.training.alignment.ppo;

import io.rolestream.engine.training.alignment.Rollout;

/**
 * The reward of each token: {@code -coefficient * (log pi - log reference)}, and at the last token of the answer (the
 * one that ends it, where there is one) the answer's score.
 */
public final class TokenRewards {
    private TokenRewards() {}

    /**
     * @param score of the whole answer; a fixed one where it has no end, see {@code SampledAnswer.score}
     * @param coefficient the weight of the KL divergence, see {@link KlCoefficient}
     * @return one for each token
     */
    public static double[] of(Rollout rollout, double score, double coefficient) {
        double[] rewards = new double[rollout.tokens()];
        for (int t = 0; t < rewards.length; t++) {
            rewards[t] = -coefficient * ((double) rollout.logs()[t] - rollout.referenceLogs()[t]);
        }
        rewards[rewards.length - 1] += score;
        return rewards;
    }
}
