package io.rolestream.engine.training.contrastive;

import io.rolestream.engine.task.Pooling;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.TrainingOptions;

/**
 * How a bi-encoder is trained.
 *
 * @param pooling how the vectors of a text's tokens become one
 * @param maxTokens where texts are cut when the model is used; the examples are cut already
 * @param temperature divides cosines, above 0; the lower, the more the nearest negatives count
 * @param symmetric whether documents look for their queries too
 * @param negatives how many of a pair's own negatives are drawn in each step, 0 or more
 * @param evaluation when the validation set is measured
 */
public record ContrastiveOptions(
        TrainingOptions training,
        Pooling pooling,
        int maxTokens,
        double temperature,
        boolean symmetric,
        int negatives,
        EvaluationPlan evaluation) {
    public ContrastiveOptions {
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the temperature must be above 0, not " + temperature);
        }
        if (negatives < 0) {
            throw new IllegalArgumentException("negatives must be 0 or more, not " + negatives);
        }
    }
}
