package io.rolestream.evaluation.calibration;

import io.rolestream.evaluation.scores.ScoredItem;
import io.rolestream.rules.decision.LogProbabilities;
import java.util.List;

/**
 * The temperature that minimises the negative log likelihood of a model's probabilities (Guo et al. 2017). It changes
 * confidence, never the predicted role.
 *
 * @param temperature 1 with fewer than {@value #MIN_ITEMS} items
 * @param before the mean negative log likelihood at a temperature of 1, in nats; 0 without items
 * @param after the same at the fitted temperature
 */
public record TemperatureFit(float temperature, int items, double before, double after) {
    public static final int MIN_ITEMS = 100;

    /** Without this limit, a model that is right on all items would become infinitely confident. */
    public static final double LOWEST = 0.2;

    public static final double HIGHEST = 20;

    private static final int HALVINGS = 40;

    /** @param items not trained on */
    public static TemperatureFit fit(List<ScoredItem> items) {
        double before = likelihood(items, 1);
        if (items.size() < MIN_ITEMS) {
            return new TemperatureFit(1, items.size(), before, before);
        }
        // Convex in 1/temperature, so there is one minimum, where the slope changes its sign.
        double low = 1 / HIGHEST;
        double high = 1 / LOWEST;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (slope(items, middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        float temperature = (float) (2 / (low + high));
        return new TemperatureFit(temperature, items.size(), before, likelihood(items, temperature));
    }

    private static double likelihood(List<ScoredItem> items, double temperature) {
        return items.stream()
                .mapToDouble(item -> -LogProbabilities.of(item.logits(), temperature)[item.truth()])
                .average()
                .orElse(0);
    }

    /** Derivative of the negative log likelihood by the inverse temperature: expected less true logits. */
    private static double slope(List<ScoredItem> items, double inverse) {
        double slope = 0;
        for (ScoredItem item : items) {
            float[] logits = item.logits();
            double[] probabilities = LogProbabilities.of(logits, 1 / inverse);
            for (int role = 0; role < logits.length; role++) {
                slope += Math.exp(probabilities[role]) * logits[role];
            }
            slope -= logits[item.truth()];
        }
        return slope;
    }
}
