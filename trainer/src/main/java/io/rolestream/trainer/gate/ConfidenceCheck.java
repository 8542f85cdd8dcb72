package io.rolestream.trainer.gate;

import static io.rolestream.evaluation.scores.Figures.items;
import static io.rolestream.evaluation.scores.Figures.three;

import io.rolestream.evaluation.scores.CalibrationScores;
import io.rolestream.evaluation.scores.Contender;
import io.rolestream.evaluation.scores.DecisionParameters;
import io.rolestream.evaluation.scores.SetEvaluation;
import io.rolestream.evaluation.verdict.Check;
import io.rolestream.evaluation.verdict.CheckResult;

/**
 * Whether the joint decision's confidence, which becomes that of labels, is a probability. Only people's labels can
 * tell: on the rules' own, a joint decision is right nearly always. Few labels have a calibration error by chance,
 * which is allowed for.
 */
record ConfidenceCheck(Evidence evidence) {
    CheckResult jointCalibrated() {
        SetEvaluation set = evidence.gold(true);
        DecisionParameters parameters = evidence.evaluation().parameters();
        if (set == null || !evidence.enough(set)) {
            return CheckResult.notApplicable(
                    Check.JOINT_CALIBRATED,
                    true,
                    "People labelled " + (set == null ? "no items" : "only " + items(set))
                            + ", so it is unknown how often labels are right at their confidence, which "
                            + origin(parameters) + ".");
        }
        CalibrationScores found = set.calibrationOf(Contender.JOINT);
        double most = evidence.limits().maxCalibrationError() + found.chance();
        return CheckResult.passIf(
                found.ece() <= most,
                Check.JOINT_CALIBRATED,
                evidence.weak(set),
                "On " + items(set) + " the joint decision's expected calibration error is " + three(found.ece())
                        + " (at most " + three(evidence.limits().maxCalibrationError()) + ", and "
                        + three(found.chance()) + " that chance explains); its confidence " + origin(parameters)
                        + ".");
    }

    private static String origin(DecisionParameters parameters) {
        return switch (parameters.fittedTo()) {
            case NOTHING -> "was not fitted";
            case ANSWERS -> "was fitted to people's answers on other texts";
            case RULE_VOTES -> "was fitted to the rules' votes and their confidence";
            case MODEL_VOTES -> "was fitted to the model's votes and their confidence";
        };
    }
}
