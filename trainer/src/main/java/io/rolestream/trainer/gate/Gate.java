package io.rolestream.trainer.gate;

import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.verdict.Check;
import io.rolestream.evaluation.verdict.CheckResult;
import io.rolestream.evaluation.verdict.GateLimits;
import io.rolestream.evaluation.verdict.GateVerdict;
import java.util.List;

/**
 * The rule that decides whether a trained model may become champion.
 *
 * <p>A score alone is misleading. On a split in which one role has two thirds of the items, always answering that role
 * has an accuracy of 0.68 and a weighted F1 of 0.55. On the rules' labels, a copy of the rules is perfect. With few
 * items, any score is possible. So a model passes if no check fails, and the checks compare it with predictors that
 * have learnt nothing, the rules and the champion, on the same items, by 95 % intervals rather than point estimates.
 *
 * <ul>
 *   <li>Scores are judged on items labelled by people once there are enough ({@link Evidence}), before that on the
 *       rules' labels, and then the verdict is weak. Too few of either fail.
 *   <li>Macro-F1 must be clearly above the majority role and the model's own answers shuffled, so constant and random
 *       models fail, whatever the shares of the roles.
 *   <li>No role with enough items may have collapsed on any set, alone and in the joint decision, and the answers must
 *       be about as varied as the true roles. A role that only the joint decision finds makes the verdict weak.
 *   <li>The joint decision must not be worse than the rules alone by more than a tolerance, with the whole interval.
 *       This is judged only on people's labels that chose none of the model's parameters. Without enough of them the
 *       check does not apply, unless the joint decision is clearly worse, and the verdict is weak, as it is if the
 *       items were not drawn at random.
 *   <li>The model must not be clearly worse than the champion: an interval entirely below it fails. It need not be
 *       better, since it was trained on newer texts.
 * </ul>
 *
 * <p>A pure function: the same evaluation gets the same verdict.
 */
public record Gate(GateLimits limits) {
    /** Changes with the checks, not with their limits. */
    public static final String NAME = "standard-4";

    /** @param smokeTestReproduced whether the stored model, loaded again, gave the expected logits */
    public GateVerdict judge(Evaluation evaluation, boolean smokeTestReproduced) {
        Evidence evidence = new Evidence(evaluation, limits);
        ScoreChecks scores = new ScoreChecks(evidence);
        ComparisonChecks comparisons = new ComparisonChecks(evidence);
        return new GateVerdict(
                NAME,
                limits,
                evidence.judged().name(),
                List.of(
                        scores.enoughItems(),
                        scores.aboveBaseline(),
                        scores.noRoleCollapsed(),
                        scores.notConcentrated(),
                        comparisons.jointNotBelowRules(),
                        comparisons.notBelowChampion(),
                        scores.calibrated(),
                        new ConfidenceCheck(evidence).jointCalibrated(),
                        smokeTest(smokeTestReproduced)));
    }

    private static CheckResult smokeTest(boolean reproduced) {
        return CheckResult.passIf(
                reproduced,
                Check.SMOKE_TEST,
                false,
                reproduced
                        ? "The model, loaded from its checkpoint, reproduces its smoke test."
                        : "The model, loaded from its checkpoint, does not reproduce its smoke test.");
    }
}
