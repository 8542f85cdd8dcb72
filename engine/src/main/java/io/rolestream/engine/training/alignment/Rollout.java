package io.rolestream.engine.training.alignment;

import io.rolestream.engine.training.Objective;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A sampled answer with the log-probabilities of its tokens, {@code [tokens]}, at the temperature it was drawn at. The
 * arrays are not copied.
 *
 * @param logs in the policy that drew it
 * @param referenceLogs in the reference
 * @param entropies of the distributions that the tokens were drawn from, in nats
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Rollout(SampledAnswer answer, float[] logs, float[] referenceLogs, float[] entropies) {
    /** @throws IllegalArgumentException if the lengths differ from the answer's */
    public Rollout {
        int tokens = answer.text().answer().length;
        if (logs.length != tokens || referenceLogs.length != tokens || entropies.length != tokens) {
            throw new IllegalArgumentException("an answer of " + tokens + " tokens with " + logs.length + ", "
                    + referenceLogs.length + " and " + entropies.length + " numbers");
        }
    }

    /**
     * Computes what policy and reference say of answers, by the functions that the policy is trained with.
     *
     * @param policy computes a batch with the policy, such as {@code TrainingRun.rows}
     * @param reference computes a batch with the reference, such as {@code FrozenDecoder.rows}
     * @param temperature that the answers were drawn at
     */
    public static List<Rollout> of(
            List<SampledAnswer> answers,
            Function<Objective.Batch, float[][]> policy,
            Function<Objective.Batch, float[][]> reference,
            double temperature) {
        List<AnsweredPrompt> texts = answers.stream().map(SampledAnswer::text).toList();
        float[][] logs = policy.apply(AnswerLogs.tokens(texts, temperature));
        float[][] theirs = reference.apply(AnswerLogs.tokens(texts, temperature));
        float[][] entropies = policy.apply(AnswerLogs.entropies(texts, temperature));
        List<Rollout> rollouts = new ArrayList<>();
        for (int i = 0; i < logs.length; i++) {
            int tokens = texts.get(i).answer().length;
            rollouts.add(new Rollout(
                    answers.get(i),
                    Arrays.copyOf(logs[i], tokens),
                    Arrays.copyOf(theirs[i], tokens),
                    Arrays.copyOf(entropies[i], tokens)));
        }
        return rollouts;
    }

    public int tokens() {
        return logs.length;
    }

    /** The log-probability of the whole answer in the policy. */
    public double log() {
        return sum(logs);
    }

    /**
     * The sum of {@code log pi - log reference} over the tokens, in nats. Its mean over many answers of the policy
     * estimates the KL divergence from the reference.
     */
    public double kl() {
        return sum(logs) - sum(referenceLogs);
    }

    /** The sum of the entropies of all tokens. */
    double entropy() {
        return sum(entropies);
    }

    static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
