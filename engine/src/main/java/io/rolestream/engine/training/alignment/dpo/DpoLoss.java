package io.rolestream.engine.training.alignment.dpo;

import io.rolestream.engine.training.Objective.JointLoss;
import java.util.List;

/**
 * Direct preference optimization (Rafailov et al., 2023) with the sigmoid loss. The implicit reward of an answer is
 * {@code beta * (log pi - log reference)}; the margin is the chosen answer's minus the rejected one's, and the loss is
 * the mean of {@code -log sigmoid(margin)}, plus the weighted mean cross-entropy of the chosen answers' tokens.
 */
record DpoLoss(DpoSettings settings) {
    /**
     * The log-probabilities of a pair in the reference, and the number of tokens of the chosen answer.
     *
     * @param chosen the sum over the chosen answer's tokens
     * @param rejected the sum over the rejected answer's
     */
    record Reference(double chosen, double rejected, int chosenTokens) {}

    /**
     * Sums over pairs, except for the loss.
     *
     * @param loss the loss to minimize, with a gradient for each row
     * @param right how many margins are above 0
     * @param margins the sum of all margins
     */
    record Result(JointLoss loss, int right, double margins) {}

    /**
     * @param rows the log-probability of the chosen answer of each pair, then that of the rejected one, {@code [2 *
     *     pairs][1]}
     * @param references one for each pair
     */
    Result of(float[][] rows, List<Reference> references) {
        int pairs = references.size();
        double tokens = references.stream().mapToInt(Reference::chosenTokens).sum();
        float[][] gradients = new float[rows.length][1];
        double loss = 0;
        double margins = 0;
        int right = 0;
        for (int i = 0; i < pairs; i++) {
            double chosen = rows[2 * i][0];
            double margin = margin(chosen, rows[2 * i + 1][0], references.get(i));
            double slope = settings.beta() / (1 + Math.exp(margin)) / pairs;
            loss += softplus(-margin) / pairs - settings.supervised() * chosen / tokens;
            gradients[2 * i][0] = (float) (-slope - settings.supervised() / tokens);
            gradients[2 * i + 1][0] = (float) slope;
            margins += margin;
            right += margin > 0 ? 1 : 0;
        }
        return new Result(new JointLoss(loss, gradients), right, margins);
    }

    private double margin(double chosen, double rejected, Reference reference) {
        return settings.beta() * ((chosen - reference.chosen()) - (rejected - reference.rejected()));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
