package io.rolestream.evaluation.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.evaluation.scores.DecisionParameters;
import io.rolestream.evaluation.scores.DecisionParameters.FittedTo;
import io.rolestream.evaluation.scores.Predictions;
import io.rolestream.evaluation.scores.ScoredItem;
import io.rolestream.rules.decision.JointCalibration;
import io.rolestream.rules.decision.JointDecision;
import io.rolestream.rules.decision.LogProbabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** True roles are drawn from what a planted calibration says of the sums of random logits and scores. */
class DecisionFitTest {
    private static final int ROLES = 14;
    private static final JointCalibration PLANTED = new JointCalibration(3, 0.15f);
    private static final float RULE_CONFIDENCE = 0.8f;

    @Test
    void shouldFindAPlantedCalibration() {
        JointFit fit = JointFit.of(RoleBeliefs.certain(items(6000, 1)), DecisionParameters.DEFAULT);

        assertThat(fit.calibration().temperature()).isCloseTo(3f, within(0.3f));
        assertThat(fit.calibration().doubt()).isCloseTo(0.15f, within(0.06f));
        assertThat(fit.after()).isLessThan(fit.before());
    }

    @Test
    void shouldMakeConfidenceAProbabilityOnOtherItems() {
        DecisionParameters fitted = new DecisionFit(items(300, 1), List.of()).calibrated(1, 1);

        assertThat(fitted.fittedTo()).isEqualTo(FittedTo.ANSWERS);
        assertThat(error(DecisionParameters.DEFAULT, items(5000, 2))).isGreaterThan(0.2);
        assertThat(error(fitted, items(5000, 2))).isLessThan(0.05);
    }

    @Test
    void shouldNotBeSureOfDecisionsThatWereAllRight() {
        List<ScoredItem> right = items(100, 1).stream()
                .map(item -> ScoredItem.of(
                        item.contentHash(),
                        JointDecision.of(item.logits(), item.ruleScores(), 1).role(),
                        item.ruleRole(),
                        item.ruleScores(),
                        item.logits()))
                .toList();
        DecisionParameters fitted = new DecisionFit(right, List.of()).calibrated(1, 1);

        for (ScoredItem item : right) {
            assertThat(confidence(fitted, item)).isLessThan(0.999);
        }
    }

    @Test
    void shouldTakeRuleVotesForRightAsOftenAsTheirConfidenceSays() {
        List<ScoredItem> silver = copies(items(400, 1));
        DecisionFit fit = new DecisionFit(List.of(), silver);
        DecisionParameters fitted = fit.calibrated(1, 1);

        assertThat(fitted.fittedTo()).isEqualTo(FittedTo.RULE_VOTES);
        assertThat(silver.stream()
                        .mapToDouble(item -> confidence(fitted, item))
                        .average()
                        .orElseThrow())
                .isCloseTo(RULE_CONFIDENCE, within(0.03));
    }

    @Test
    void shouldCalibrateTheJointDecisionToEnoughAnswersAlone() {
        List<ScoredItem> answers = items(100, 1);

        assertThat(new DecisionFit(answers, copies(items(400, 2))).calibrated(1, 1))
                .isEqualTo(new DecisionFit(answers, List.of()).calibrated(1, 1));
    }

    @Test
    void shouldFitTheTemperatureToRuleVotesBesideAnswers() {
        List<ScoredItem> answers = items(100, 1);
        List<ScoredItem> copies = copies(items(400, 2));
        float alone = new DecisionFit(answers, List.of()).temperature();
        float beside = new DecisionFit(answers, copies).temperature();

        assertThat(alone).isGreaterThan(1);
        assertThat(beside).isLessThan(alone).isGreaterThan(new DecisionFit(List.of(), copies).temperature());
    }

    @Test
    void shouldFitNothingToFewItems() {
        DecisionFit fit = new DecisionFit(items(40, 1), copies(items(59, 2)));

        assertThat(fit.temperature()).isEqualTo(1);
        assertThat(fit.coefficient(1, 0.7f)).isEqualTo(0.7f);
        assertThat(fit.calibrated(1, 0.7f)).isEqualTo(new DecisionParameters(1, 0.7f));
        assertThat(new DecisionFit(List.of(), List.of()).calibrated(1, 1)).isEqualTo(DecisionParameters.DEFAULT);
    }

    /** As a model sees them that repeats the rules: it gives their role nearly all of the probability. */
    private static List<ScoredItem> copies(List<ScoredItem> items) {
        return items.stream()
                .map(item -> {
                    float[] logits = new float[ROLES];
                    logits[item.ruleRole()] = 2;
                    return ScoredItem.of(
                                    item.contentHash(), item.ruleRole(), item.ruleRole(), item.ruleScores(), logits)
                            .withRuleConfidence(RULE_CONFIDENCE);
                })
                .toList();
    }

    private static double error(DecisionParameters parameters, List<ScoredItem> items) {
        int bins = 10;
        double[] gap = new double[bins];
        for (ScoredItem item : items) {
            double confidence = confidence(parameters, item);
            int role = JointDecision.of(model(item, 1), item.ruleScores(), 1).role();
            gap[Math.min(bins - 1, (int) (confidence * bins))] += (role == item.truth() ? 1 : 0) - confidence;
        }
        double error = 0;
        for (double each : gap) {
            error += Math.abs(each) / items.size();
        }
        return error;
    }

    private static double confidence(DecisionParameters parameters, ScoredItem item) {
        return JointDecision.of(
                        model(item, parameters.temperature()),
                        item.ruleScores(),
                        parameters.ruleCoefficient(),
                        parameters.joint())
                .confidence();
    }

    private static float[] model(ScoredItem item, double temperature) {
        return Predictions.floats(LogProbabilities.of(item.logits(), temperature));
    }

    private static List<ScoredItem> items(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ScoredItem> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] logits = new float[ROLES];
            float[] scores = new float[ROLES];
            int rules = random.nextInt(ROLES);
            scores[rules] = 1 + random.nextInt(8);
            for (int role = 0; role < ROLES; role++) {
                logits[role] = (float) (3 * random.nextGaussian());
            }
            float[] model = Predictions.floats(LogProbabilities.of(logits, 1));
            double[] truth = JointDecision.of(model, scores, 1, PLANTED).logProbabilities();
            items.add(ScoredItem.of(String.format("%032x", i), draw(truth, random), rules, scores, logits));
        }
        return items;
    }

    private static int draw(double[] logProbabilities, SplittableRandom random) {
        double left = random.nextDouble();
        int role = -1;
        while (left >= 0 && role < ROLES - 1) {
            role++;
            left -= Math.exp(logProbabilities[role]);
        }
        return role;
    }
}
