package io.rolestream.trainer.recipe;

import io.rolestream.engine.model.Precision;
import io.rolestream.evaluation.verdict.GateLimits;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a training.
 *
 * @param base the checkpoint to fine-tune: a directory, {@code compact}, or the name of a model on a hub
 * @param seed the same seed, texts, settings, threads and precision give the same model
 * @param threads for each operation, at least 1
 * @param maxTexts maximum number of texts without an answer; beyond it, a sample is taken
 * @param precision FP32 or BF16; null times both and takes the faster, so the same seed may give another model
 */
public record TrainingSettings(
        String base,
        long seed,
        int threads,
        int maxTexts,
        Recipe recipe,
        GateLimits gate,
        @Nullable Precision precision) {
    public static final String DEFAULT_BASE = "compact";

    public TrainingSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        if (maxTexts < 1) {
            throw new IllegalArgumentException("texts must be at least 1, not " + maxTexts);
        }
    }
}
