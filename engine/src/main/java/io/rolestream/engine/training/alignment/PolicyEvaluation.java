package io.rolestream.engine.training.alignment;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A policy's answers to validation prompts, one to each.
 *
 * @param metrics without ratios; the reward is that of the model that is learnt from
 * @param judge the mean score of the judge
 */
public record PolicyEvaluation(AlignmentMetrics metrics, double judge) {
    /** A line of JSON: the fields of {@link AlignmentMetrics}, and {@code judge}. */
    public ObjectNode toNode() {
        return metrics.toNode().put("judge", judge);
    }
}
