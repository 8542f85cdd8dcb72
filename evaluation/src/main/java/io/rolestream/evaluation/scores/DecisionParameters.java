package io.rolestream.evaluation.scores;

/**
 * How a model's logits become votes and joint decisions.
 *
 * @param temperature divides the logits before the softmax, positive
 * @param ruleCoefficient weight of the rules' scores in the joint decision, 0 or more
 */
public record DecisionParameters(float temperature, float ruleCoefficient) {
    /** For versions that have none. */
    public static final DecisionParameters DEFAULT = new DecisionParameters(1, 1);

    public DecisionParameters {
        if (!(temperature > 0 && Float.isFinite(temperature))) {
            throw new IllegalArgumentException("the temperature must be above 0, not " + temperature);
        }
        if (!(ruleCoefficient >= 0 && Float.isFinite(ruleCoefficient))) {
            throw new IllegalArgumentException("the rules' coefficient must be 0 or more, not " + ruleCoefficient);
        }
    }
}
