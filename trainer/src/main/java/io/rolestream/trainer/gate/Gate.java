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
 * <p>The problem: a score alone is misleading. On a split in which one role has two thirds of the items, always
 * answering that role has an accuracy of 0.68 and a weighted F1 of 0.55. On labels of the rules, a copy of the rules is
 * perfect. With few items, any score is possible. So the gate does not rely on a single score: a model passes if no
 * check fails, and the checks compare it with predictors that have learnt nothing, with the rules and with the
 * champion, on the same items, by intervals of 95 % rather than by point estimates.
 *
 * <ul>
 *   <li>Scores are judged on items labelled by people once there are enough of them ({@link Evidence}); before that, on
 *       the rules' labels, and then the verdict is marked as weak. Too few of either fail.
 *   <li>Macro-F1 must be clearly above that of predictors that ignore the text: always the majority role, and the
 *       model's own answers shuffled. Constant and random models fail here, whatever the shares of the roles.
 *   <li>No role with enough items may have collapsed, on any set, and the answers must be about as varied as the true
 *       roles.
 *   <li>The joint decision must not be worse than the rules alone by more than a tolerance: the whole interval has to
 *       be above it. This is judged only on people's labels, and on items that chose none of the model's parameters.
 *       Without enough of them the check does not apply, unless the joint decision is clearly worse, and the verdict is
 *       weak. It is also weak if these items were not drawn at random.
 *   <li>The model must not be clearly worse than the champion: an interval entirely below it fails. To replace a
 *       champion it need not be better, since it was trained on newer texts.
 * </ul>
 *
 * <p>A pure function: the same evaluation gets the same verdict.
 *
 * @param limits of the checks
 */
public record Gate(GateLimits limits) {
    /** What verdicts call this rule. Another name is due when its checks change, not when its limits do. */
    public static final String NAME = "standard-1";

    /**
     * Judges a model.
     *
     * @param smokeTestReproduced whether the stored model, loaded again, gave the expected logits in its smoke test
     */
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
