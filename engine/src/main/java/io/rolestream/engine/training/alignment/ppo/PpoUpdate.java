package io.rolestream.engine.training.alignment.ppo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.engine.training.alignment.AlignmentMetrics;

/**
 * What is watched of an update. {@link #toJson} has the fields of {@link AlignmentMetrics}, with KL, reward, entropy,
 * ends and lengths of the round's answers and the ratios of the minibatch, and then {@code round}, {@code epoch},
 * {@code policy_loss}, {@code value_loss}, {@code value_clip_fraction} and {@code kl_coefficient}.
 *
 * @param valueLoss times its weight
 * @param valueClipFraction the share of values that add no gradient
 */
public record PpoUpdate(
        AlignmentMetrics metrics,
        long round,
        int epoch,
        double policyLoss,
        double valueLoss,
        double valueClipFraction,
        double coefficient) {
    /** One line of JSON, without the line's end. */
    public String toJson() {
        ObjectNode line = metrics.toNode();
        line.put("round", round).put("epoch", epoch);
        line.put("policy_loss", policyLoss).put("value_loss", valueLoss);
        line.put("value_clip_fraction", valueClipFraction).put("kl_coefficient", coefficient);
        return line.toString();
    }
}
