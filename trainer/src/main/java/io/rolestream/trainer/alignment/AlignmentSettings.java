package io.rolestream.trainer.alignment;

import io.rolestream.engine.checkpoint.AdapterConfig;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.alignment.AnswerSampling;
import io.rolestream.engine.training.alignment.ppo.KlCoefficient;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a generator is aligned.
 *
 * @param generator the directory of a fine-tuned decoder with its prompt, which is also the reference
 * @param reward the directory of a reward model
 * @param judge that of another, which is never learnt from; null for none
 * @param adapters null to train all parameters
 * @param training with a precision
 * @param evaluation when validation resumes are looked at to choose a step
 * @param samples answers to each resume, at least 2; for PPO, which compares none, at least 1
 * @param rounds the most rounds of drawing and learning, at least 1; of RLOO and PPO 1
 * @param beta how strongly the model is held to the generator; best-of-n does not read it
 * @param klTarget for PPO, the KL divergence of an answer, in nats, that beta is adapted to; null to leave it as it is
 * @param dtype of the saved weights
 */
public record AlignmentSettings(
        Path generator,
        Path reward,
        @Nullable Path judge,
        AlignmentMethod method,
        @Nullable AdapterConfig adapters,
        TrainingOptions training,
        EvaluationPlan evaluation,
        int samples,
        int rounds,
        double beta,
        @Nullable Double klTarget,
        AnswerSampling sampling,
        DType dtype) {
    public AlignmentSettings {
        if (samples < 2 && method != AlignmentMethod.PPO) {
            throw new IllegalArgumentException("answers are compared with each other, so there must be at least 2"
                    + " samples of each resume, not " + samples);
        }
        if (rounds < 1 || rounds > 1 && method.drawsAsItLearns()) {
            throw new IllegalArgumentException(
                    rounds < 1
                            ? "there must be at least 1 round, not " + rounds
                            : method.key() + " draws answers as it learns, so it has 1 round, not " + rounds);
        }
        if (klTarget != null && method != AlignmentMethod.PPO) {
            throw new IllegalArgumentException("the KL divergence has a target in ppo alone, not in " + method.key());
        }
        if (training.precision() == null) {
            throw new IllegalArgumentException("answers are drawn in the precision of the training, which is open");
        }
    }

    Precision precision() {
        return Objects.requireNonNull(training.precision());
    }

    /** Whether a score of answers chooses the step: the judge's, or for RLOO and PPO without one the reward's. */
    boolean isJudged() {
        return judge != null || method.drawsAsItLearns();
    }

    /** The weight of the KL divergence in PPO's rewards. */
    KlCoefficient coefficient() {
        return klTarget == null
                ? new KlCoefficient.Fixed(beta)
                : new KlCoefficient.Adaptive(
                        beta, klTarget, KlCoefficient.Adaptive.usual().gain());
    }

    /** What is trained, in words. */
    String parameters() {
        return adapters == null ? "all parameters" : "LoRA (" + adapters.facts() + "), merged with the base";
    }
}
