package io.rolestream.models.artifact;

import io.rolestream.evaluation.scores.DecisionParameters;
import io.rolestream.evaluation.scores.DecisionParameters.FittedTo;
import io.rolestream.rules.decision.JointCalibration;
import org.jspecify.annotations.Nullable;

/**
 * How a version's logits become votes, and how its votes count beside the rules'.
 *
 * @param ruleCoefficient factor of the rules' scores in the joint decision, 0 or more; null if it was not fitted
 * @param temperature divides logits before they become probabilities, above 0
 * @param joint turns the joint decision's sums into probabilities
 * @param fittedTo what the calibration was fitted to
 */
public record VoteParameters(
        @Nullable Float ruleCoefficient, float temperature, JointCalibration joint, FittedTo fittedTo) {
    /** The defaults: no fitted coefficient, temperature 1, no calibration. */
    public static final VoteParameters DEFAULT = new VoteParameters(null, 1);

    public VoteParameters {
        if (ruleCoefficient != null && !(ruleCoefficient >= 0 && Float.isFinite(ruleCoefficient))) {
            throw new IllegalArgumentException("the rules' coefficient must be 0 or more, not " + ruleCoefficient);
        }
        if (!(temperature > 0 && Float.isFinite(temperature))) {
            throw new IllegalArgumentException("the temperature must be above 0, not " + temperature);
        }
    }

    /** Without a calibration of the joint decision. */
    public VoteParameters(@Nullable Float ruleCoefficient, float temperature) {
        this(ruleCoefficient, temperature, JointCalibration.NONE, FittedTo.NOTHING);
    }

    /** The values found by an evaluation. */
    public static VoteParameters of(DecisionParameters evaluated) {
        return new VoteParameters(
                evaluated.ruleCoefficient(), evaluated.temperature(), evaluated.joint(), evaluated.fittedTo());
    }

    /**
     * With other values, where they are given. Confidence was fitted together with the former ones, so its calibration
     * goes.
     */
    public VoteParameters with(@Nullable Float coefficient, @Nullable Float otherTemperature) {
        return coefficient == null && otherTemperature == null
                ? this
                : new VoteParameters(
                        coefficient == null ? ruleCoefficient : coefficient,
                        otherTemperature == null ? temperature : otherTemperature);
    }

    /** The parameters of the joint decision. */
    public DecisionParameters forDecisions() {
        return new DecisionParameters(
                temperature,
                ruleCoefficient == null ? DecisionParameters.DEFAULT.ruleCoefficient() : ruleCoefficient,
                joint,
                fittedTo);
    }
}
