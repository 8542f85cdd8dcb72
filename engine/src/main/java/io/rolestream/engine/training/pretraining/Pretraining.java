package io.rolestream.engine.training.pretraining;

import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.training.EncoderTraining;
import io.rolestream.engine.training.Objective;
import io.rolestream.engine.training.StartingPoint;
import io.rolestream.engine.training.TokenCheck;
import io.rolestream.engine.training.TrainingException;
import io.rolestream.engine.training.TrainingLoop;
import io.rolestream.engine.training.ValidationResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a base on texts, as a masked language model: one that is there already, to adapt it to one's own texts, or a
 * new one. It can be stopped after any step and resumed from its state file. What it writes is a base checkpoint, with
 * the head of the language model, that {@code FineTuning} and Python's transformers can begin with. Used by one thread.
 */
public final class Pretraining extends EncoderTraining {
    private static final String SCORES = "masked_scores";

    private Pretraining(StartingPoint from, ModelConfig config, TrainingLoop loop) {
        super(from, config, loop);
    }

    /**
     * Prepares a training.
     *
     * @param tokens the tokens of the base's tokenizer that are treated apart
     * @param texts what to learn from: tokens with their special tokens, without padding
     * @param validation texts to measure the model on, always with the same masks; with none, the last parameters are
     *     taken
     * @throws IllegalArgumentException if there are no texts with a token that can be masked, or a text does not fit
     *     the model
     * @throws io.rolestream.engine.safetensors.CheckpointException if the base cannot be read
     */
    public static Pretraining start(
            StartingPoint from,
            MaskTokens tokens,
            List<int[]> texts,
            List<int[]> validation,
            PretrainingOptions options)
            throws IOException {
        return open(from, tokens, texts, validation, options, null);
    }

    /**
     * Continues a stopped training as if it had not been interrupted.
     *
     * @param state the file that {@link #run} or {@link #saveState} wrote; all other arguments must be the same as at
     *     the start
     * @throws TrainingException if the file is of another training; the message names what differs
     */
    public static Pretraining resume(
            StartingPoint from,
            MaskTokens tokens,
            List<int[]> texts,
            List<int[]> validation,
            PretrainingOptions options,
            Path state)
            throws IOException {
        return open(from, tokens, texts, validation, options, state);
    }

    private static Pretraining open(
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
        long seed = options.training().seed();
        double share = options.maskedShare();
        Objective objective = new MaskedLanguageObjective(learnt, config.vocabSize(), tokens, share);
        TrainingLoop loop = TrainingLoop.open(
                from.parameters(config, Head.MASKED_LANGUAGE_MODEL, seed),
                objective,
                options.training(),
                options.evaluation(),
                Map.of("held-out texts", Long.toHexString(MaskedLanguageObjective.fingerprint(measured))),
                measured.isEmpty()
                        ? null
                        : evaluator(new MaskedLanguageObjective(measured, config.vocabSize(), tokens, share), seed),
                state);
        return new Pretraining(from, config, loop);
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

    private static TrainingLoop.Evaluator evaluator(MaskedLanguageObjective validation, long seed) {
        Objective.Batch batch =
                validation.batch(IntStream.range(0, validation.size()).toArray(), new SplittableRandom(seed));
        return run -> {
            double[] sums = run.sums(SCORES, batch, 2);
            return new ValidationResult(run.stepsDone(), sums[0] / batch.divisor(), sums[1] / batch.divisor(), null);
        };
    }
}
