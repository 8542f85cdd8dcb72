package io.rolestream.engine.training.alignment.ppo;

import io.rolestream.engine.training.alignment.RatedAnswer;
import io.rolestream.engine.training.alignment.Rollout;
import java.util.ArrayList;
import java.util.List;

/**
 * What policy and critic learn from the answers of a round. Not copied.
 *
 * @param answers for the policy, with advantages that are whitened over all tokens of the round
 * @param rewards of the tokens, {@code [answers][tokens]}
 * @param advantages before they are whitened
 * @param returns for the critic, {@code [answers][tokens]}, computed before the advantages are whitened
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PpoTargets(List<RatedAnswer> answers, double[][] rewards, double[][] advantages, double[][] returns) {
    public PpoTargets {
        answers = List.copyOf(answers);
    }

    /**
     * @param scores one for each answer
     * @param values the critic's, {@code [answers][at least their length]}
     * @throws IllegalArgumentException if there are not as many scores and values as answers, or fewer values than
     *     tokens
     */
    public static PpoTargets of(
            List<Rollout> rollouts,
            double[] scores,
            double[][] values,
            KlCoefficient coefficient,
            GeneralizedAdvantage estimator) {
        if (scores.length != rollouts.size() || values.length != rollouts.size()) {
            throw new IllegalArgumentException(
                    rollouts.size() + " answers with " + scores.length + " scores and values of " + values.length);
        }
        double[][] rewards = new double[rollouts.size()][];
        double[][] advantages = new double[rollouts.size()][];
        double[][] returns = new double[rollouts.size()][];
        for (int i = 0; i < scores.length; i++) {
            rewards[i] = TokenRewards.of(rollouts.get(i), scores[i], coefficient.value());
            GeneralizedAdvantage.Estimate estimate = estimator.of(rewards[i], values[i]);
            advantages[i] = estimate.advantages();
            returns[i] = estimate.returns();
        }
        int[] lengths = rollouts.stream().mapToInt(Rollout::tokens).toArray();
        double[][] whitened = new AnswerMask(lengths).whitened(advantages);
        List<RatedAnswer> rated = new ArrayList<>();
        for (int i = 0; i < whitened.length; i++) {
            rated.add(RatedAnswer.tokens(rollouts.get(i), whitened[i]));
        }
        return new PpoTargets(rated, rewards, advantages, returns);
    }
}
