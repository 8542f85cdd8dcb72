package io.rolestream.engine.training;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a training after a step.
 *
 * @param epoch passes over the examples so far, a fraction during an epoch
 * @param tokensPerSecond mean since the start or resumption, evaluations included
 * @param left estimated time for the remaining steps; early stopping may shorten it
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
