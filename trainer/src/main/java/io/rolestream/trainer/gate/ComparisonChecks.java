package io.rolestream.trainer.gate;

import static io.rolestream.evaluation.scores.Figures.difference;
import static io.rolestream.evaluation.scores.Figures.items;
import static io.rolestream.evaluation.scores.Figures.three;

import io.rolestream.evaluation.scores.Champion;
import io.rolestream.evaluation.scores.Contender;
import io.rolestream.evaluation.scores.Difference;
import io.rolestream.evaluation.scores.SetEvaluation;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.evaluation.verdict.Check;
import io.rolestream.evaluation.verdict.CheckResult;

/** The checks that compare the model with others on items labelled by people. */
record ComparisonChecks(Evidence evidence) {
    CheckResult jointNotBelowRules() {
        SetEvaluation set = evidence.gold(true);
        if (set == null) {
            return CheckResult.notApplicable(
                    Check.JOINT_NOT_BELOW_RULES,
                    true,
                    evidence.gold(false) == null
                            ? "People labelled no items, so it is unknown whether the joint decision is as good as"
                                    + " the rules alone."
                            : "All items labelled by people were used to choose the model's parameters, so it is"
                                    + " unknown whether the joint decision is as good as the rules alone.");
        }
        Difference found = paired(set, Contender.JOINT, Contender.RULES);
        String sentence = "The joint decision minus the rules alone" + numbers(set, found);
        boolean few = !evidence.enough(set);
        boolean weak = few || picked(set);
        if (clearlyBelow(found)) {
            return CheckResult.fail(Check.JOINT_NOT_BELOW_RULES, weak, sentence + ": it is clearly worse.");
        }
        if (few) {
            return CheckResult.notApplicable(Check.JOINT_NOT_BELOW_RULES, true, sentence + tooFew(set));
        }
        double tolerance = evidence.limits().rulesTolerance();
        String verdict = lower(found) <= -tolerance
                ? ": it may be worse by " + three(tolerance) + " or more."
                : ": it is not worse by " + three(tolerance) + " or more, and "
                        + (lower(found) > 0 ? "better." : "not shown to be better.");
        return CheckResult.passIf(
                lower(found) > -tolerance,
                Check.JOINT_NOT_BELOW_RULES,
                weak,
                sentence
                        + verdict
                        + (picked(set) ? " These items were not drawn at random, so the stream may differ." : ""));
    }

    /** Items picked as doubtful are those on which the rules do worse. */
    private static boolean picked(SetEvaluation set) {
        return set.name() == SetName.GOLD;
    }

    CheckResult notBelowChampion() {
        Champion champion = evidence.evaluation().champion();
        if (champion == null) {
            return CheckResult.notApplicable(Check.NOT_BELOW_CHAMPION, false, "There is no champion to compare with.");
        }
        SetEvaluation set = evidence.gold(false);
        if (set == null) {
            return CheckResult.notApplicable(
                    Check.NOT_BELOW_CHAMPION,
                    true,
                    "People labelled no items, so it is unknown whether the model is better than the champion "
                            + champion.version() + ".");
        }
        Difference found = paired(set, Contender.MODEL, Contender.CHAMPION);
        String sentence = "The model minus the champion " + champion.version() + numbers(set, found);
        boolean few = !evidence.enough(set);
        if (clearlyBelow(found)) {
            return CheckResult.fail(Check.NOT_BELOW_CHAMPION, few, sentence + ": it is clearly worse.");
        }
        return few
                ? CheckResult.notApplicable(Check.NOT_BELOW_CHAMPION, true, sentence + tooFew(set))
                : CheckResult.passIf(
                        true,
                        Check.NOT_BELOW_CHAMPION,
                        false,
                        sentence + ": it is " + (lower(found) > 0 ? "better." : "not worse beyond noise."));
    }

    private static Difference paired(SetEvaluation set, Contender of, Contender against) {
        Difference found = set.difference(of, against);
        if (found == null) {
            throw new IllegalStateException(of.key() + " was not compared with " + against.key());
        }
        return found;
    }

    private static String numbers(SetEvaluation set, Difference found) {
        return " is " + difference(found.accuracy()) + " in accuracy and " + difference(found.macroF1())
                + " in macro-F1 on " + items(set);
    }

    private String tooFew(SetEvaluation set) {
        return ": with so few items, the intervals are too wide to tell; at least " + evidence.needed(set)
                + " are needed.";
    }

    private static boolean clearlyBelow(Difference found) {
        return Math.min(found.accuracy().upper(), found.macroF1().upper()) < 0;
    }

    private static double lower(Difference found) {
        return Math.min(found.accuracy().lower(), found.macroF1().lower());
    }
}
