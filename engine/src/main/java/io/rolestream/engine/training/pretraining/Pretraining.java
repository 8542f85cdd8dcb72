package io.rolestream.engine.training.pretraining;

import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.training.Objective;
import io.rolestream.engine.training.ResumableTraining;
import io.rolestream.engine.training.StartingPoint;
import io.rolestream.engine.training.TokenCheck;
import io.rolestream.engine.training.ValidationResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a new base on texts as a masked language model, or adapts an existing one to them. Writes a base checkpoint
 * with the language model's head, from which {@code FineTuning} and Python's transformers can start.
 */
public final class Pretraining extends ResumableTraining {
    private static final String SCORES = "masked_scores";

    private Pretraining(
            StartingPoint from,
            ModelConfig config,
            Objective objective,
            PretrainingOptions options,
            long validationFingerprint,
            @Nullable Evaluator evaluator,
            @Nullable Path state)
            throws IOException {
        super(
                from,
                config,
                objective,
                options.training(),
                options.evaluation(),
                Map.of("held-out texts", Long.toHexString(validationFingerprint)),
                evaluator,
                state);
    }

    /**
     * Prepares a training, or continues a stopped one as if it had not been interrupted.
     *
     * @param tokens the special tokens of the base's tokenizer
     * @param texts what to learn from: tokens with their special tokens, without padding
     * @param validation texts to measure the model on, always with the same masks; if empty, the last parameters are
     *     kept
     * @param state null to begin; else the file that {@link #run} or {@link #saveState} wrote, and all other arguments
     *     must be the same as at the start
     * @throws IllegalArgumentException if there are no texts with a token that can be masked, or a text does not fit
     *     the model
     * @throws io.rolestream.engine.safetensors.CheckpointException if the base cannot be read
     * @throws io.rolestream.engine.training.TrainingException if the file is of another training; the message names
     *     what differs
     */
    public static Pretraining open(
            StartingPoint from,
            MaskTokens tokens,
            List<int[]> texts,
            List<int[]> validation,
            PretrainingOptions options,
            @Nullable Path state)
            throws IOException {
        ModelConfig config = from.config().asMaskedLanguageModel();
        List<int[]> learnt = maskable(config, tokens, "text", texts);
        List<int[]> measured = maskable(config, tokens, "validation text", validation);
        if (learnt.isEmpty()) {
            throw new IllegalArgumentException("there are no texts to train on");
        }
        double share = options.maskedShare();
        var held = new MaskedLanguageObjective(measured, config.vocabSize(), tokens, share);
        return new Pretraining(
                from,
                config,
                new MaskedLanguageObjective(learnt, config.vocabSize(), tokens, share),
                options,
                held.fingerprint(),
                measured.isEmpty() ? null : evaluator(held, options.training().seed()),
                state);
    }

    /** The texts with at least one token that can be masked. */
    private static List<int[]> maskable(ModelConfig config, MaskTokens tokens, String name, List<int[]> texts) {
        for (int i = 0; i < texts.size(); i++) {
            TokenCheck.check(config, name + " " + i, texts.get(i));
        }
        return texts.stream()
                .filter(text -> !IntStream.of(text).allMatch(tokens.special()::contains))
                .toList();
    }

    private static Evaluator evaluator(MaskedLanguageObjective validation, long seed) {
        Objective.SummedBatch batch =
                validation.batch(IntStream.range(0, validation.size()).toArray(), new SplittableRandom(seed));
        return run -> {
            double[] sums = run.sums(SCORES, batch, 2);
            return new ValidationResult(run.stepsDone(), sums[0] / batch.divisor(), sums[1] / batch.divisor(), null);
        };
    }
}
