package io.rolestream.engine.training.alignment;

import io.rolestream.engine.training.generation.AnsweredPrompt;

/**
 * An answer that a policy learns to give more or less often. The arrays are not copied.
 *
 * @param logs the log-probabilities in the policy that drew it: one of the whole answer, or one for each token
 * @param advantages how much better it is than expected, for each of these
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RatedAnswer(AnsweredPrompt text, double[] logs, double[] advantages) {
    /** @throws IllegalArgumentException if the lengths do not fit, or a number is not finite */
    public RatedAnswer {
        if (logs.length != advantages.length || logs.length != 1 && logs.length != text.answer().length) {
            throw new IllegalArgumentException("an answer of " + text.answer().length + " tokens with " + logs.length
                    + " log-probabilities and " + advantages.length + " advantages");
        }
        for (double log : logs) {
            if (!Double.isFinite(log)) {
                throw new IllegalArgumentException("a log-probability of " + log + "; check the policy");
            }
        }
        for (double advantage : advantages) {
            if (!Double.isFinite(advantage)) {
                throw new IllegalArgumentException("an advantage of " + advantage + "; check the rewards");
            }
        }
    }

    /** An answer that is learnt as a whole. */
    public static RatedAnswer whole(Rollout rollout, double advantage) {
        return new RatedAnswer(rollout.answer().text(), new double[] {rollout.log()}, new double[] {advantage});
    }

    /** An answer whose tokens are learnt each by itself. */
    public static RatedAnswer tokens(Rollout rollout, double[] advantages) {
        double[] logs = new double[rollout.tokens()];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = rollout.logs()[i];
        }
        return new RatedAnswer(rollout.answer().text(), logs, advantages);
    }
}
