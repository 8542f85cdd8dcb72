package io.rolestream.trainer.recipe;

import io.rolestream.engine.model.Precision;
import io.rolestream.evaluation.verdict.GateLimits;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained.
 *
 * @param base what fine-tuning begins with: a checkpoint directory, {@code compact}, or the name of a model on a hub
 * @param seed the same seed, texts, settings, threads and precision give the same model
 * @param threads for each operation, at least 1
 * @param maxTexts most texts without an answer that are learnt from; a sample of those that there are
 * @param recipe the steps
 * @param gate the numbers that the gate goes by
 * @param precision FP32 or BF16; null for the faster of both here, which is timed, so that the same seed may give another model where
 *     both take about as long
 */
public record TrainingSettings(
        String base,
        long seed,
        int threads,
        int maxTexts,
        Recipe recipe,
        GateLimits gate,
        @Nullable Precision precision) {
    /** What fine-tuning begins with unless configured otherwise. */
    public static final String DEFAULT_BASE = "compact";

    /** In the faster precision. */
    public TrainingSettings(String base, long seed, int threads, int maxTexts, Recipe recipe, GateLimits gate) {
        this(base, seed, threads, maxTexts, recipe, gate, null);
    }

    public TrainingSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        if (maxTexts < 1) {
            throw new IllegalArgumentException("texts must be at least 1, not " + maxTexts);
        }
    }
}
