package io.rolestream.engine.training.alignment.rloo;

import io.rolestream.engine.training.alignment.PolicyObjective;
import io.rolestream.engine.training.alignment.RatedAnswer;
import io.rolestream.engine.training.alignment.Rollout;
import java.util.ArrayList;
import java.util.List;

/**
 * REINFORCE with a leave-one-out baseline (Kool et al., 2019; Ahmadian et al., 2024). The reward of an answer is its
 * score minus the weighted KL term, {@code score - beta * (log pi - log reference)}; its advantage is its reward minus
 * the mean reward of the other answers to its prompt. There is no critic, and nothing is divided by an answer's length.
 */
public final class RlooAdvantages {
    private RlooAdvantages() {}

    /**
     * Answers with their advantages, to be learnt by {@link PolicyObjective}.
     *
     * @param rollouts the answers to each prompt, one prompt after the other
     * @param scores one for each answer
     * @throws IllegalArgumentException if their numbers do not fit the samples of each prompt
     */
    public static List<RatedAnswer> of(List<Rollout> rollouts, double[] scores, RlooSettings settings) {
        if (rollouts.size() != scores.length) {
            throw new IllegalArgumentException(rollouts.size() + " answers with " + scores.length + " scores");
        }
        double[] rewards = new double[scores.length];
        for (int i = 0; i < rewards.length; i++) {
            rewards[i] = scores[i] - settings.beta() * rollouts.get(i).kl();
        }
        double[] advantages = leaveOneOut(rewards, settings.samples());
        List<RatedAnswer> rated = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            rated.add(RatedAnswer.whole(rollouts.get(i), advantages[i]));
        }
        return rated;
    }

    /**
     * Each reward minus the mean of the others to its prompt.
     *
     * @param samples the number of answers to each prompt
     */
    static double[] leaveOneOut(double[] rewards, int samples) {
        if (rewards.length % samples != 0) {
            throw new IllegalArgumentException(
                    rewards.length + " answers are not " + samples + " to each prompt; score all of them");
        }
        double[] advantages = new double[rewards.length];
        for (int i = 0; i < rewards.length; i++) {
            int first = i / samples * samples;
            double differences = 0; // exactly 0 if all rewards are the same
            for (int j = first; j < first + samples; j++) {
                differences += rewards[i] - rewards[j];
            }
            advantages[i] = differences / (samples - 1);
        }
        return advantages;
    }
}
