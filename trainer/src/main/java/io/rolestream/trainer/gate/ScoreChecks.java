package io.rolestream.trainer.gate;

import static io.rolestream.evaluation.scores.Figures.interval;
import static io.rolestream.evaluation.scores.Figures.items;
import static io.rolestream.evaluation.scores.Figures.three;

import io.rolestream.evaluation.scores.CalibrationScores;
import io.rolestream.evaluation.scores.Contender;
import io.rolestream.evaluation.scores.ContenderScores;
import io.rolestream.evaluation.scores.LabelScores;
import io.rolestream.evaluation.scores.SetEvaluation;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.evaluation.significance.Wilson;
import io.rolestream.evaluation.verdict.Check;
import io.rolestream.evaluation.verdict.CheckResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The checks of the model's own scores. */
record ScoreChecks(Evidence evidence) {
    CheckResult enoughItems() {
        SetEvaluation set = evidence.judged();
        boolean weak = evidence.weak(set);
        String judged = "The model is judged on " + items(set);
        if (!evidence.enough(set)) {
            return CheckResult.fail(
                    Check.ENOUGH_ITEMS, weak, judged + "; at least " + evidence.needed(set) + " are needed.");
        }
        if (set.name().labelledByPeople()) {
            return CheckResult.passIf(true, Check.ENOUGH_ITEMS, weak, judged + ", labelled by people.");
        }
        String few = ", labelled by the rules because there are fewer than "
                + evidence.limits().items().gold()
                + " items labelled by people; this measures how well the model repeats"
                + " the rules.";
        return CheckResult.passIf(!evidence.limits().items().requireGold(), Check.ENOUGH_ITEMS, weak, judged + few);
    }

    CheckResult aboveBaseline() {
        SetEvaluation set = evidence.judged();
        ContenderScores model = set.of(Contender.MODEL);
        double needed = model.baselineMacroF1() + evidence.limits().baselineMargin();
        return CheckResult.passIf(
                model.macroF1().lower() > needed,
                Check.ABOVE_BASELINE,
                evidence.weak(set),
                "On " + items(set) + " the model's macro-F1 is " + interval(model.macroF1())
                        + "; its lower bound must be above " + three(needed) + ". Answering \""
                        + set.majority().label() + "\" for every item scores "
                        + three(set.majority().macroF1())
                        + ", shuffling the model's answers " + three(model.shuffledMacroF1()) + ".");
    }

    /**
     * Judged on every set, since roles that are rare in one may be frequent in another; by the interval of the recall,
     * since a role with few items scores low by chance. A role that the model does not find, but model and rules
     * together do, is labelled all the same: then the check passes weakly.
     */
    CheckResult noRoleCollapsed() {
        List<String> collapsed = new ArrayList<>();
        List<String> leftToRules = new ArrayList<>();
        boolean judged = false;
        for (SetEvaluation set : evidence.evaluation().sets().values()) {
            List<LabelScores> together = set.of(Contender.JOINT).scores().labels();
            List<LabelScores> alone = set.of(Contender.MODEL).scores().labels();
            for (int i = 0; i < alone.size(); i++) {
                LabelScores role = alone.get(i);
                if (role.support() >= evidence.limits().roles().minItems()) {
                    judged = true;
                    Estimate recall = recall(role);
                    Estimate jointRecall = recall(together.get(i));
                    String found = "\"" + role.label() + "\" has a recall of " + interval(recall) + " on "
                            + role.support() + " items of " + set.name().key();
                    if (hasCollapsed(recall) && hasCollapsed(jointRecall)) {
                        collapsed.add(found);
                    } else if (hasCollapsed(recall)) {
                        leftToRules.add(found + ", together with the rules " + interval(jointRecall));
                    }
                }
            }
        }
        String rule = "each role with at least " + evidence.limits().roles().minItems()
                + " items must have a recall whose interval reaches "
                + three(evidence.limits().roles().minRecall());
        if (!judged) {
            return CheckResult.notApplicable(
                    Check.NO_ROLE_COLLAPSED, true, "No role has enough items to judge: " + rule + ".");
        }
        if (!collapsed.isEmpty()) {
            return CheckResult.fail(
                    Check.NO_ROLE_COLLAPSED,
                    false,
                    "Collapsed: " + String.join("; ", collapsed) + "; " + rule + ", if only together with the rules.");
        }
        return CheckResult.passIf(
                true,
                Check.NO_ROLE_COLLAPSED,
                !leftToRules.isEmpty(),
                leftToRules.isEmpty()
                        ? "No role has collapsed: " + rule + ", and has."
                        : "The model alone hardly finds some roles: " + String.join("; ", leftToRules) + ".");
    }

    private boolean hasCollapsed(Estimate recall) {
        return recall.upper() < evidence.limits().roles().minRecall();
    }

    private static Estimate recall(LabelScores role) {
        return Wilson.interval(Math.round(role.recall() * role.support()), role.support());
    }

    CheckResult notConcentrated() {
        SetEvaluation set = evidence.judged();
        List<LabelScores> roles = set.of(Contender.MODEL).scores().labels();
        double truth = entropy(roles, LabelScores::support, set.items());
        if (truth == 0) {
            return CheckResult.notApplicable(
                    Check.NOT_CONCENTRATED,
                    true,
                    "All " + items(set) + " have the same role: nothing to compare with.");
        }
        double entropy = entropy(roles, LabelScores::predicted, set.items()) / truth;
        double share = largest(roles, LabelScores::predicted, set.items());
        double allowed = largest(roles, LabelScores::support, set.items())
                + evidence.limits().variety().shareExcess();
        return CheckResult.passIf(
                share <= allowed && entropy >= evidence.limits().variety().minEntropy(),
                Check.NOT_CONCENTRATED,
                evidence.weak(set),
                "On " + items(set) + " the model's most frequent answer has a share of " + three(share) + " (at most "
                        + three(Math.min(1, allowed)) + "), and its answers have " + three(entropy)
                        + " of the entropy of the true roles (at least "
                        + three(evidence.limits().variety().minEntropy()) + ").");
    }

    private static double largest(List<LabelScores> roles, ToLongFunction<LabelScores> count, long total) {
        return (double) roles.stream().mapToLong(count).max().orElse(0) / total;
    }

    /** In nats. */
    private static double entropy(List<LabelScores> roles, ToLongFunction<LabelScores> count, long total) {
        return roles.stream()
                .mapToDouble(role -> (double) count.applyAsLong(role) / total)
                .map(share -> share == 0 ? 0 : -share * Math.log(share))
                .sum();
    }

    CheckResult calibrated() {
        SetEvaluation set = evidence.likeTheStream();
        CalibrationScores found = set.calibrationOf(Contender.MODEL);
        boolean people = set.name().labelledByPeople();
        // A calibrated model is less sure of the rules' labels than it agrees with them, since they are often wrong.
        double error = people ? found.ece() : found.overconfidence();
        return CheckResult.passIf(
                error <= evidence.limits().maxCalibrationError(),
                Check.CALIBRATED,
                evidence.weak(set),
                "On " + items(set) + " the model's expected calibration error is " + three(error)
                        + (people ? "" : " by overconfidence") + " at a temperature of "
                        + three(evidence.evaluation().parameters().temperature()) + " (at most "
                        + three(evidence.limits().maxCalibrationError()) + ").");
    }
}
