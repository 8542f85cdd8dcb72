package io.rolestream.evaluation.calibration;

import io.rolestream.evaluation.scores.DecisionParameters;
import io.rolestream.evaluation.scores.Predictions;
import io.rolestream.evaluation.scores.ScoredItem;
import io.rolestream.rules.decision.JointCalibration;
import io.rolestream.rules.decision.JointDecision;
import io.rolestream.rules.decision.LogProbabilities;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The {@link JointCalibration} that makes it most likely that joint decisions are right as often as they are.
 *
 * <p>The likelihood is that of the decided role being right or wrong, not that of the true role: confidence is what is
 * fitted, and with a temperature alone, half of the error remains. As in Platt's method (1999), one right and one wrong
 * decision are added, so that the confidence stays below 1 if all decisions are right.
 *
 * @param items none with fewer than {@value TemperatureFit#MIN_ITEMS}
 * @param before the mean negative log likelihood without a calibration, in nats; 0 without items
 * @param after the same with the fitted one
 */
public record JointFit(JointCalibration calibration, int items, double before, double after) {
    public static final double LOWEST_TEMPERATURE = 0.5;
    public static final double HIGHEST_TEMPERATURE = 50;
    public static final double HIGHEST_DOUBT = 0.9;

    /** Temperatures tried, in geometric steps, before the best is refined. */
    private static final int TRIED = 20;

    private static final int REFINEMENTS = 25;
    private static final double SURE = 1 - 1e-9;

    /**
     * @param beliefs about items not trained on
     * @param parameters temperature and coefficient; their calibration is not used
     */
    public static JointFit of(RoleBeliefs beliefs, DecisionParameters parameters) {
        Problem problem = new Problem(beliefs, parameters);
        double before = problem.loss(JointCalibration.NONE);
        if (beliefs.items().size() < TemperatureFit.MIN_ITEMS) {
            return new JointFit(JointCalibration.NONE, beliefs.items().size(), before, before);
        }
        JointCalibration fitted = problem.best();
        return new JointFit(fitted, beliefs.items().size(), before, problem.loss(fitted));
    }

    private static final class Problem {
        private final double[][] sums;
        private final int[] decided;
        /** The probability that each decision is right. */
        private final double[] right;

        Problem(RoleBeliefs beliefs, DecisionParameters parameters) {
            int items = beliefs.items().size();
            sums = new double[items][];
            decided = new int[items];
            right = new double[items];
            for (int i = 0; i < items; i++) {
                ScoredItem item = beliefs.items().get(i);
                float[] model = Predictions.floats(LogProbabilities.of(item.logits(), parameters.temperature()));
                JointDecision decision = JointDecision.of(model, item.ruleScores(), parameters.ruleCoefficient());
                decided[i] = decision.role();
                sums[i] = decision.logProbabilities();
                right[i] = beliefs.roles().get(i)[decision.role()];
            }
            double all = Arrays.stream(right).sum();
            for (int i = 0; i < items; i++) {
                right[i] = right[i] * (all + 1) / (all + 2) + (1 - right[i]) / (items - all + 2);
            }
        }

        JointCalibration best() {
            DoubleUnaryOperator loss = logarithm -> loss(withBestDoubt(Math.exp(logarithm)));
            double low = Math.log(LOWEST_TEMPERATURE);
            double step = (Math.log(HIGHEST_TEMPERATURE) - low) / TRIED;
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i <= TRIED; i++) {
                double found = loss.applyAsDouble(low + i * step);
                if (found < least) {
                    least = found;
                    best = i;
                }
            }
            double from = low + Math.max(0, best - 1) * step;
            return withBestDoubt(Math.exp(minimum(loss, from, low + Math.min(TRIED, best + 1) * step)));
        }

        private JointCalibration withBestDoubt(double temperature) {
            double[] sure = confidences(temperature);
            double doubt = minimum(candidate -> loss(sure, candidate), 0, HIGHEST_DOUBT);
            return new JointCalibration((float) temperature, (float) doubt);
        }

        double loss(JointCalibration calibration) {
            return loss(confidences(calibration.temperature()), calibration.doubt());
        }

        /** Convex in the doubt. */
        private double loss(double[] sure, double doubt) {
            double loss = 0;
            for (int i = 0; i < sure.length; i++) {
                double confidence = Math.min(SURE, (1 - doubt) * sure[i] + doubt / sums[i].length);
                loss -= right[i] * Math.log(confidence) + (1 - right[i]) * Math.log(1 - confidence);
            }
            return sure.length == 0 ? 0 : loss / sure.length;
        }

        /** Without doubt. */
        private double[] confidences(double temperature) {
            double[] confidences = new double[sums.length];
            for (int i = 0; i < confidences.length; i++) {
                double most = sums[i][decided[i]];
                double sum = 0;
                for (double other : sums[i]) {
                    sum += Math.exp((other - most) / temperature);
                }
                confidences[i] = 1 / sum;
            }
            return confidences;
        }

        private static double minimum(DoubleUnaryOperator function, double from, double to) {
            double low = from;
            double high = to;
            for (int i = 0; i < REFINEMENTS; i++) {
                double third = (high - low) / 3;
                if (function.applyAsDouble(low + third) < function.applyAsDouble(high - third)) {
                    high -= third;
                } else {
                    low += third;
                }
            }
            return (low + high) / 2;
        }
    }
}
