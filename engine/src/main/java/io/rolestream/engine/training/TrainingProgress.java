package io.rolestream.engine.training;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a training is after a step.
 *
 * @param step what the step did
 * @param epoch how often the examples have been seen, a fraction while an epoch is under way
 * @param tokensPerSecond the mean since the training began or was resumed, evaluations included
 * @param left how long the remaining steps will take at this pace; early stopping may end them before
 * @param validation the result, if the model was measured after the step
 * @param isBest whether that is the best so far
 */
public record TrainingProgress(
        TrainingStep step,
        double epoch,
        double tokensPerSecond,
        Duration left,
        @Nullable ValidationResult validation,
        boolean isBest) {}
