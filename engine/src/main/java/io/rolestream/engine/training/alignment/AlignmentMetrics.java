package io.rolestream.engine.training.alignment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is watched while a policy is aligned, of the answers of one step. {@link #toJson} is one line of a file, with
 * the fields in this order: {@code step}, {@code kl}, {@code reward}, {@code ratio_mean}, {@code ratio_variance},
 * {@code clip_fraction}, {@code approximate_kl}, {@code entropy}, {@code without_end}, {@code length}.
 *
 * @param step the steps done before
 * @param kl {@code kl}: the mean over answers of the sum of {@code log pi - log reference}, in nats; 0 at step 0. Below
 *     0 in the long run means that answers are not drawn from the policy's own distribution
 * @param reward {@code reward}: the mean score of an answer, without the KL term
 * @param policy {@code ratio_mean}, {@code ratio_variance}, {@code clip_fraction} and {@code approximate_kl}, see
 *     {@link PolicyStatistics}; null, and the fields are left out, where a method has no ratios
 * @param entropy {@code entropy}: the mean entropy of the distribution of a token, in nats, over all tokens
 * @param withoutEnd {@code without_end}: the share of answers that were cut at the greatest length
 * @param length {@code length}: the mean number of an answer's tokens, the one that ends it included
 */
public record AlignmentMetrics(
        long step,
        double kl,
        double reward,
        @Nullable PolicyStatistics policy,
        double entropy,
        double withoutEnd,
        double length) {
    /**
     * The metrics of a step's answers.
     *
     * @param rollouts at least one
     * @param scores one for each answer
     */
    public static AlignmentMetrics of(
            long step, List<Rollout> rollouts, double[] scores, @Nullable PolicyStatistics policy) {
        if (rollouts.isEmpty() || rollouts.size() != scores.length) {
            throw new IllegalArgumentException(rollouts.size() + " answers with " + scores.length + " scores");
        }
        double kl = 0;
        double reward = 0;
        double entropy = 0;
        double cut = 0;
        double tokens = 0;
        for (int i = 0; i < scores.length; i++) {
            Rollout rollout = rollouts.get(i);
            kl += rollout.kl();
            reward += scores[i];
            entropy += rollout.entropy();
            cut += rollout.answer().ended() ? 0 : 1;
            tokens += rollout.tokens();
        }
        double count = scores.length;
        return new AlignmentMetrics(
                step, kl / count, reward / count, policy, entropy / tokens, cut / count, tokens / count);
    }

    /** One line of JSON, without the line's end. Numbers that are not finite are null. */
    public String toJson() {
        return toNode().toString();
    }

    /** As {@link #toJson}, for a line with more fields. */
    public ObjectNode toNode() {
        ObjectNode line = JsonFiles.newObject();
        line.put("step", step);
        put(line, "kl", kl);
        put(line, "reward", reward);
        if (policy != null) {
            put(line, "ratio_mean", policy.ratioMean());
            put(line, "ratio_variance", policy.ratioVariance());
            put(line, "clip_fraction", policy.clipFraction());
            put(line, "approximate_kl", policy.approximateKl());
        }
        put(line, "entropy", entropy);
        put(line, "without_end", withoutEnd);
        put(line, "length", length);
        return line;
    }

    private static void put(ObjectNode line, String name, double value) {
        if (Double.isFinite(value)) {
            line.put(name, value);
        } else {
            line.putNull(name);
        }
    }
}
