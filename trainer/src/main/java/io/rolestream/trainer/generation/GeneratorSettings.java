package io.rolestream.trainer.generation;

import io.rolestream.engine.checkpoint.AdapterConfig;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.TrainingOptions;
import org.jspecify.annotations.Nullable;

/**
 * How a generator is fine-tuned.
 *
 * @param base a checkpoint directory, or the name of a model
 * @param adapters null to train all parameters
 * @param evaluation when the validation pairs are measured
 * @param maxTokens of a prompt with its answer, at least 16; no more than the base reads are used
 */
public record GeneratorSettings(
        String base,
        @Nullable AdapterConfig adapters,
        TrainingOptions training,
        EvaluationPlan evaluation,
        int maxTokens,
        PromptTemplate template) {
    private static final int LEAST_TOKENS = 16;

    public GeneratorSettings {
        if (maxTokens < LEAST_TOKENS) {
            throw new IllegalArgumentException(
                    "prompt and answer need at least " + LEAST_TOKENS + " tokens, not " + maxTokens);
        }
    }

    /** The method in words. */
    String method() {
        return adapters == null
                ? "full fine-tuning of all parameters"
                : "LoRA (" + adapters.facts() + "), merged with the base";
    }
}
