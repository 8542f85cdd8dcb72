package io.rolestream.engine.training.classification;

import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.TrainingOptions;

/**
 * How a classifier is fine-tuned.
 *
 * @param labelSmoothing the share of each target that is spread over all labels, at least 0 and below 1
 * @param classWeights how much each label counts
 * @param evaluation when the validation set is measured
 */
public record FineTuningOptions(
        TrainingOptions training, double labelSmoothing, ClassWeights classWeights, EvaluationPlan evaluation) {
    public FineTuningOptions {
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new IllegalArgumentException("label smoothing must be from 0 up to but not 1, not " + labelSmoothing);
        }
    }

    /** No smoothing, no weights, an evaluation per epoch, and a patience of three. */
    public static FineTuningOptions of(TrainingOptions training) {
        return new FineTuningOptions(training, 0, ClassWeights.none(), new EvaluationPlan(1, 3));
    }
}
