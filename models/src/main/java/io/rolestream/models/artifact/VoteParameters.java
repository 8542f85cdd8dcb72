package io.rolestream.models.artifact;

import io.rolestream.evaluation.scores.DecisionParameters;
import org.jspecify.annotations.Nullable;

/**
 * How a version's logits become votes, and its votes count beside the rules'.
 *
 * @param ruleCoefficient what the rules' scores are multiplied by in the joint decision, 0 or more; null if it was not
 *     fitted
 * @param temperature what logits are divided by before they become probabilities, above 0
 */
public record VoteParameters(@Nullable Float ruleCoefficient, float temperature) {
    /** Those of a version that says nothing else. */
    public static final VoteParameters DEFAULT = new VoteParameters(null, 1);

    /** @throws IllegalArgumentException if one of them is out of its range */
    public VoteParameters {
        if (ruleCoefficient != null && !(ruleCoefficient >= 0 && Float.isFinite(ruleCoefficient))) {
            throw new IllegalArgumentException("the rules' coefficient must be 0 or more, not " + ruleCoefficient);
        }
        if (!(temperature > 0 && Float.isFinite(temperature))) {
            throw new IllegalArgumentException("the temperature must be above 0, not " + temperature);
        }
    }

    /** Those that an evaluation found. */
    public static VoteParameters of(DecisionParameters evaluated) {
        return new VoteParameters(evaluated.ruleCoefficient(), evaluated.temperature());
    }

    /** What a joint decision goes by. */
    public DecisionParameters forDecisions() {
        return new DecisionParameters(
                temperature, ruleCoefficient == null ? DecisionParameters.DEFAULT.ruleCoefficient() : ruleCoefficient);
    }
}
