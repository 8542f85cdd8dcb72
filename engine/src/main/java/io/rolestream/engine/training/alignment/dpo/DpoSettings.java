package io.rolestream.engine.training.alignment.dpo;

/**
 * The loss of {@link DpoObjective}.
 *
 * @param beta how strongly the model is held to the reference, above 0: by how much the difference of two answers'
 *     log-ratios is multiplied before the sigmoid. Smaller values let the model move further
 * @param supervised the weight of the chosen answers' own cross-entropy, 0 or more. Without it, the loss widens gaps
 *     mainly by making both answers less likely
 */
public record DpoSettings(double beta, double supervised) {
    public DpoSettings {
        if (!(beta > 0 && beta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("beta must be finite and above 0, not " + beta);
        }
        if (!(supervised >= 0 && supervised < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the weight of the supervised loss must be finite and at least 0, not " + supervised);
        }
    }

    /** Beta 0.1, as in the paper; the supervised loss with the weight 0.2, as Llama 3 was trained (2024). */
    public static DpoSettings usual() {
        return new DpoSettings(0.1, 0.2);
    }
}
