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

    /** Fits to the items' roles. */
    public static TemperatureFit fit(List<ScoredItem> items) {
        return fit(RoleBeliefs.certain(items));
    }

    /** @param beliefs about items not trained on */
    public static TemperatureFit fit(RoleBeliefs beliefs) {
        int items = beliefs.items().size();
        double before = likelihood(beliefs, 1);
        if (items < MIN_ITEMS) {
            return new TemperatureFit(1, items, before, before);
        }
        // Convex in 1/temperature, so there is one minimum, where the slope changes its sign.
        double low = 1 / HIGHEST;
        double high = 1 / LOWEST;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (slope(beliefs, middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        float temperature = (float) (2 / (low + high));
        return new TemperatureFit(temperature, items, before, likelihood(beliefs, temperature));
    }

    private static double likelihood(RoleBeliefs beliefs, double temperature) {
        double likelihood = 0;
        for (int i = 0; i < beliefs.items().size(); i++) {
            double[] believed = beliefs.roles().get(i);
            double[] probabilities = LogProbabilities.of(beliefs.items().get(i).logits(), temperature);
            for (int role = 0; role < believed.length; role++) {
                likelihood -= believed[role] * probabilities[role];
            }
        }
        return beliefs.items().isEmpty() ? 0 : likelihood / beliefs.items().size();
    }

    /** Derivative of the negative log likelihood by the inverse temperature: expected less believed logits. */
    private static double slope(RoleBeliefs beliefs, double inverse) {
        double slope = 0;
        for (int i = 0; i < beliefs.items().size(); i++) {
            float[] logits = beliefs.items().get(i).logits();
            double[] believed = beliefs.roles().get(i);
            double[] probabilities = LogProbabilities.of(logits, 1 / inverse);
            for (int role = 0; role < logits.length; role++) {
                slope += (Math.exp(probabilities[role]) - believed[role]) * logits[role];
            }
        }
        return slope;
    }
}
