package io.rolestream.trainer.evaluation;

import io.rolestream.classifier.decision.JointDecision;
import io.rolestream.classifier.decision.LogProbabilities;
import java.util.List;

/**
 * The coefficient that the rules' scores are multiplied by in the joint decision: the one under which people's labels are most probable,
 * drawn towards the default of 1 as if it were known to be 1 with a standard deviation of {@value #PRIOR_DEVIATION}. So a few items move
 * it a little, and many decide alone.
 *
 * <p>It has to be fitted on what people said: on the rules' own labels the rules are always right, and more of them always better.
 *
 * @param coefficient 1 where there are fewer than {@value #MIN_ITEMS} items: in simulations with 14 roles its standard error is 0.13 with 50
 *     items and 0.25 with 20, and so few are needed more to tell whether the joint decision is any good
 * @param items how many there were
 * @param before the mean negative log likelihood of the joint decision with a coefficient of 1, in nats; 0 without items
 * @param after the same with the fitted coefficient
 */
public record CoefficientFit(float coefficient, int items, double before, double after) {
    /** Fewer items are too few. */
    public static final int MIN_ITEMS = 50;

    /** How far from the default a coefficient is expected to be. */
    public static final double PRIOR_DEVIATION = 0.5;

    /** No coefficient is greater. */
    public static final double HIGHEST = 10;

    private static final double DEFAULT = DecisionParameters.DEFAULT.ruleCoefficient();

    /** Enough to fix every bit of a float. */
    private static final int HALVINGS = 40;

    /**
     * Fits the coefficient.
     *
     * @param items labelled by people, not trained on, and not those by which the joint decision is compared with the rules afterwards
     * @param temperature that the model's logits are divided by
     */
    public static CoefficientFit fit(List<ScoredItem> items, float temperature) {
        List<float[]> model = items.stream()
                .map(item -> Answers.floats(LogProbabilities.of(item.logits(), temperature)))
                .toList();
        double before = likelihood(items, model, DEFAULT);
        if (items.size() < MIN_ITEMS) {
            return new CoefficientFit((float) DEFAULT, items.size(), before, before);
        }
        // Convex, so there is one minimum, where the slope changes its sign.
        double low = 0;
        double high = HIGHEST;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (slope(items, model, middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        float coefficient = (float) ((low + high) / 2);
        return new CoefficientFit(coefficient, items.size(), before, likelihood(items, model, coefficient));
    }

    private static double likelihood(List<ScoredItem> items, List<float[]> model, double coefficient) {
        double sum = 0;
        for (int i = 0; i < items.size(); i++) {
            ScoredItem item = items.get(i);
            sum -= JointDecision.of(model.get(i), item.ruleScores(), coefficient)
                    .logProbabilities()[item.truth()];
        }
        return items.isEmpty() ? 0 : sum / items.size();
    }

    /** The derivative of the sum of negative log likelihoods: expected less true scores of the rules, and the pull to the default. */
    private static double slope(List<ScoredItem> items, List<float[]> model, double coefficient) {
        double slope = (coefficient - DEFAULT) / (PRIOR_DEVIATION * PRIOR_DEVIATION);
        for (int i = 0; i < items.size(); i++) {
            float[] scores = items.get(i).ruleScores();
            double[] probabilities =
                    JointDecision.of(model.get(i), scores, coefficient).logProbabilities();
            for (int role = 0; role < scores.length; role++) {
                slope += Math.exp(probabilities[role]) * scores[role];
            }
            slope -= scores[items.get(i).truth()];
        }
        return slope;
    }
}
