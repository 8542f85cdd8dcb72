package io.rolestream.evaluation.scores;

import io.rolestream.common.text.Keyed;
import io.rolestream.rules.decision.JointCalibration;
import java.util.stream.Stream;

/**
 * How a model's logits become votes and joint decisions.
 *
 * @param temperature divides the logits before the softmax, positive
 * @param ruleCoefficient weight of the rules' scores in the joint decision, 0 or more
 * @param joint the joint decision's calibration
 * @param fittedTo what the joint decision's calibration was fitted to
 */
public record DecisionParameters(float temperature, float ruleCoefficient, JointCalibration joint, FittedTo fittedTo) {
    /** What tells how often a decision is right. */
    public enum FittedTo implements Keyed {
        /** They are the defaults, or their origin is unknown. */
        NOTHING,
        /** People's answers. */
        ANSWERS,
        /** The few answers there are, and the rules' votes, each taken for right as often as its confidence says. */
        RULE_VOTES,
        /** The few answers there are, and the model's own votes, likewise, since it is surer than the rules. */
        MODEL_VOTES;

        /** The constant of a key; {@link #NOTHING} if there is none, as in versions of other releases. */
        public static FittedTo of(String key) {
            return Stream.of(values())
                    .filter(value -> value.key().equals(key))
                    .findFirst()
                    .orElse(NOTHING);
        }
    }

    /** For versions that have none. */
    public static final DecisionParameters DEFAULT = new DecisionParameters(1, 1);

    /** Without a calibration of the joint decision. */
    public DecisionParameters(float temperature, float ruleCoefficient) {
        this(temperature, ruleCoefficient, JointCalibration.NONE, FittedTo.NOTHING);
    }

    public DecisionParameters {
        if (!(temperature > 0 && Float.isFinite(temperature))) {
            throw new IllegalArgumentException("the temperature must be above 0, not " + temperature);
        }
        if (!(ruleCoefficient >= 0 && Float.isFinite(ruleCoefficient))) {
            throw new IllegalArgumentException("the rules' coefficient must be 0 or more, not " + ruleCoefficient);
        }
    }
}
