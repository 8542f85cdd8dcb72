package io.rolestream.evaluation.calibration;

import io.rolestream.evaluation.scores.DecisionParameters;
import io.rolestream.evaluation.scores.Predictions;
import io.rolestream.evaluation.scores.ScoredItem;
import io.rolestream.rules.decision.JointDecision;
import io.rolestream.rules.decision.LogProbabilities;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The fitted coefficient of the rules' scores in the joint decision: it maximises the likelihood of people's labels,
 * with a prior of mean 1 (the default) and standard deviation {@value #PRIOR_DEVIATION}. The default is kept if it
 * labels more items correctly.
 *
 * <p>Confidence is fitted separately: otherwise rule scores that repeat the model would get a low coefficient only
 * because the sum is overconfident, although they improve decisions. The labels must be people's: on the rules' own
 * labels, a larger coefficient is always better.
 *
 * @param coefficient 1 with fewer than {@value #MIN_ITEMS} items
 * @param before the mean negative log likelihood with a coefficient of 1 and the best confidence, in nats; 0 without
 *     items
 * @param after the same with the fitted coefficient
 */
public record CoefficientFit(float coefficient, int items, double before, double after) {
    public static final int MIN_ITEMS = 50;

    /** How far from the default a coefficient is expected to be. */
    public static final double PRIOR_DEVIATION = 0.5;

    public static final double HIGHEST = 10;

    private static final double DEFAULT = DecisionParameters.DEFAULT.ruleCoefficient();

    /** Range of the factor that the summed scores are multiplied by to fit the confidence. */
    private static final double LOWEST_SHARPNESS = 0.001;

    private static final double HIGHEST_SHARPNESS = 10;

    /** Coefficients tried before the best is refined. */
    private static final int TRIED = 100;

    private static final int REFINEMENTS = 40;

    /** Of the sharpness. */
    private static final double PRECISION = 1e-11;

    /**
     * @param items labelled by people, not trained on, and not those on which the joint decision is later compared with
     *     the rules
     * @param temperature divides the model's logits
     */
    public static CoefficientFit fit(List<ScoredItem> items, float temperature) {
        if (items.isEmpty()) {
            return new CoefficientFit((float) DEFAULT, 0, 0, 0);
        }
        Problem problem = new Problem(items, temperature);
        double before = problem.likelihood(DEFAULT);
        if (items.size() < MIN_ITEMS) {
            return new CoefficientFit((float) DEFAULT, items.size(), before, before);
        }
        float fitted = (float) problem.mostProbable();
        if (problem.right(fitted) < problem.right(DEFAULT)) {
            return new CoefficientFit((float) DEFAULT, items.size(), before, before);
        }
        return new CoefficientFit(fitted, items.size(), before, problem.likelihood(fitted));
    }

    private static final class Problem {
        private final List<ScoredItem> items;
        private final List<float[]> model;

        Problem(List<ScoredItem> items, float temperature) {
            this.items = items;
            this.model = items.stream()
                    .map(item -> Predictions.floats(LogProbabilities.of(item.logits(), temperature)))
                    .toList();
        }

        double mostProbable() {
            DoubleUnaryOperator improbability = coefficient -> items.size() * likelihood(coefficient)
                    + (coefficient - DEFAULT) * (coefficient - DEFAULT) / (2 * PRIOR_DEVIATION * PRIOR_DEVIATION);
            double best = DEFAULT;
            double least = improbability.applyAsDouble(DEFAULT);
            for (int i = 0; i <= TRIED; i++) {
                double tried = HIGHEST * i * i / (TRIED * TRIED);
                double found = improbability.applyAsDouble(tried);
                if (found < least) {
                    least = found;
                    best = tried;
                }
            }
            double step = HIGHEST * (2 * Math.sqrt(best / HIGHEST) * TRIED + 1) / (TRIED * TRIED);
            return minimum(improbability, Math.max(0, best - step), Math.min(HIGHEST, best + step));
        }

        /** Number of items decided correctly. */
        int right(double coefficient) {
            int right = 0;
            for (int i = 0; i < items.size(); i++) {
                ScoredItem item = items.get(i);
                right += JointDecision.of(model.get(i), item.ruleScores(), coefficient)
                                        .role()
                                == item.truth()
                        ? 1
                        : 0;
            }
            return right;
        }

        /** The mean negative log likelihood at the best confidence. */
        double likelihood(double coefficient) {
            double[][] sums = new double[items.size()][];
            for (int i = 0; i < sums.length; i++) {
                sums[i] = JointDecision.of(model.get(i), items.get(i).ruleScores(), coefficient)
                        .logProbabilities();
            }
            double sharpness = bestSharpness(sums);
            double likelihood = 0;
            for (int i = 0; i < sums.length; i++) {
                likelihood -= scaled(sums[i], sharpness)[items.get(i).truth()];
            }
            return likelihood / sums.length;
        }

        /**
         * The negative log likelihood is convex in the sharpness: Newton's method, with bisection where a step leaves
         * the range in which the slope changes its sign. Where all items are right, each step adds little, and it ends
         * before the limit, with a loss that rounds to the limit's.
         */
        private double bestSharpness(double[][] sums) {
            double low = LOWEST_SHARPNESS;
            double high = HIGHEST_SHARPNESS;
            double sharpness = 1;
            for (int i = 0; i < REFINEMENTS && high - low > PRECISION; i++) {
                double slope = 0;
                double curvature = 0;
                for (int item = 0; item < sums.length; item++) {
                    double[] of = sums[item];
                    double highest = Arrays.stream(of).max().orElseThrow();
                    double total = 0;
                    double mean = 0;
                    double square = 0;
                    for (double sum : of) {
                        double below = sum - highest;
                        double probability = Math.exp(sharpness * below);
                        total += probability;
                        mean += probability * below;
                        square += probability * below * below;
                    }
                    mean /= total;
                    slope += mean - (of[items.get(item).truth()] - highest);
                    curvature += square / total - mean * mean;
                }
                if (slope < 0) {
                    low = sharpness;
                } else {
                    high = sharpness;
                }
                double next = sharpness - slope / curvature;
                if (Math.abs(next - sharpness) < PRECISION) {
                    return Math.min(Math.max(next, LOWEST_SHARPNESS), HIGHEST_SHARPNESS);
                }
                sharpness = next > low && next < high ? next : (low + high) / 2; // also where next is no number
            }
            return sharpness;
        }

        private static double[] scaled(double[] sums, double sharpness) {
            double[] scaled = sums.clone();
            for (int role = 0; role < scaled.length; role++) {
                scaled[role] *= sharpness;
            }
            return LogProbabilities.normalised(scaled);
        }

        /** The minimum of a function that has only one in the range. */
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
