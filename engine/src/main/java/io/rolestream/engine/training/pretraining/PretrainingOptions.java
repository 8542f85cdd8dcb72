package io.rolestream.engine.training.pretraining;

import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.TrainingOptions;

/**
 * How a base is trained on texts.
 *
 * @param maskedShare the share of each text's tokens to predict, above 0 and below 1
 * @param evaluation when the validation texts are measured
 */
public record PretrainingOptions(TrainingOptions training, double maskedShare, EvaluationPlan evaluation) {
    /** The share of BERT and RoBERTa. */
    public static final double DEFAULT_MASKED_SHARE = 0.15;

    public PretrainingOptions {
        if (!(maskedShare > 0 && maskedShare < 1)) {
            throw new IllegalArgumentException("the masked share must be above 0 and below 1, not " + maskedShare);
        }
    }
}
