package io.rolestream.evaluation.calibration;

import io.rolestream.evaluation.scores.DecisionParameters;
import io.rolestream.evaluation.scores.DecisionParameters.FittedTo;
import io.rolestream.evaluation.scores.ScoredItem;
import io.rolestream.rules.decision.JointCalibration;
import java.util.List;

/**
 * Fits a model's {@link DecisionParameters}: temperature, coefficient, then the joint decision's calibration, each with
 * those before it.
 *
 * <p><b>On what.</b> Confidence is a probability only if it is fitted to what is right. People's answers say that; the
 * rules' votes stand in for missing ones. They are not the truth: a model trained on them agrees with them more often
 * than it is right, and a joint decision nearly always. So a rule vote counts as right only as often as its confidence
 * says ({@link RoleBeliefs#ofRules}).
 *
 * <p><b>The joint decision</b> is fitted to the answers alone if there are at least {@value TemperatureFit#MIN_ITEMS}.
 * Most are on texts that were picked because rules and model disagree, but how often a decision is right at a given sum
 * hardly depends on that. With fewer answers, the rules' votes on the other texts are added; or the model's, where it
 * is surer than the rules on the whole, as it is over poor rules: the joint decision then follows the model.
 *
 * <p><b>The model alone</b> is always fitted to answers and rule votes: on texts picked because it contradicts the
 * rules, it is right less often than elsewhere. The rules' confidence is too pessimistic for it, since they are right
 * less often where it contradicts them. Half way between that and certainty was closest to people's answers, over good
 * rules and poor ones.
 */
public final class DecisionFit {
    private final List<ScoredItem> answers;
    private final List<ScoredItem> others;

    /**
     * @param answers items whose truth is a person's answer
     * @param others items without an answer, with the rules' confidence. None of either was trained on
     */
    public DecisionFit(List<ScoredItem> answers, List<ScoredItem> others) {
        this.answers = List.copyOf(answers);
        this.others = List.copyOf(others);
    }

    /** Fits the coefficient to the answers, if there are at least {@value CoefficientFit#MIN_ITEMS}. */
    public float coefficient(float temperature, float otherwise) {
        return answers.size() < CoefficientFit.MIN_ITEMS
                ? otherwise
                : CoefficientFit.fit(answers, temperature).coefficient();
    }

    public float temperature() {
        return TemperatureFit.fit(RoleBeliefs.certain(answers).and(RoleBeliefs.ofTrustedRules(others)))
                .temperature();
    }

    /** The joint decision's calibration. */
    public DecisionParameters calibrated(float temperature, float coefficient) {
        DecisionParameters parameters = new DecisionParameters(temperature, coefficient);
        FittedTo fittedTo = source(temperature);
        RoleBeliefs certain = RoleBeliefs.certain(answers);
        RoleBeliefs beliefs = switch (fittedTo) {
            case ANSWERS -> certain;
            case MODEL_VOTES -> certain.and(RoleBeliefs.ofModel(others, temperature));
            case RULE_VOTES, NOTHING -> certain.and(RoleBeliefs.ofRules(others, temperature));
        };
        JointCalibration joint = JointFit.of(beliefs, parameters).calibration();
        return new DecisionParameters(temperature, coefficient, joint, fittedTo);
    }

    /** Answers if there are enough, otherwise the surer one of rules and model as well. */
    private FittedTo source(float temperature) {
        if (answers.size() + others.size() < TemperatureFit.MIN_ITEMS) {
            return FittedTo.NOTHING;
        }
        if (answers.size() >= TemperatureFit.MIN_ITEMS) {
            return FittedTo.ANSWERS;
        }
        double rules = others.stream()
                .mapToDouble(ScoredItem::ruleConfidence)
                .average()
                .orElse(0);
        return RoleBeliefs.ofModel(others, temperature).meanConfidence() > rules
                ? FittedTo.MODEL_VOTES
                : FittedTo.RULE_VOTES;
    }
}
