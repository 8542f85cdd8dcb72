package io.rolestream.trainer.training;

import io.rolestream.trainer.gate.GateLimits;

/**
 * How a model is trained.
 *
 * @param base what fine-tuning begins with: a checkpoint directory, {@code compact}, or the name of a model on a hub
 * @param seed the same seed, texts, settings and threads give the same model
 * @param threads for each operation, at least 1
 * @param maxTexts most texts without an answer that are learnt from; a sample of those that there are
 * @param recipe the steps
 * @param gate the numbers that the gate goes by
 */
public record TrainingSettings(String base, long seed, int threads, int maxTexts, Recipe recipe, GateLimits gate) {
    /** What fine-tuning begins with unless configured otherwise. */
    public static final String DEFAULT_BASE = "compact";

    public TrainingSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        if (maxTexts < 1) {
            throw new IllegalArgumentException("texts must be at least 1, not " + maxTexts);
        }
    }

    /** The same with another number of threads. */
    public TrainingSettings withThreads(int newThreads) {
        return new TrainingSettings(base, seed, newThreads, maxTexts, recipe, gate);
    }
}
