package io.rolestream.engine.training.generation;

import io.rolestream.common.files.Replacement;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.GeneratorFamily;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.Objective;
import io.rolestream.engine.training.ResumableTraining;
import io.rolestream.engine.training.StartingPoint;
import io.rolestream.engine.training.TokenCheck;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.TrainingRun;
import io.rolestream.engine.training.ValidationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Fine-tunes a decoder of Llama's family on answers to prompts, measures it on others before the first step and as
 * planned, and keeps the parameters with the lowest loss there. {@code TextGenerator} and {@code AutoModelForCausalLM} of
 * Python's transformers read the checkpoint.
 */
public final class AnswerTraining extends ResumableTraining {
    private final CheckpointDirectory base;

    private AnswerTraining(
            CheckpointDirectory base,
            List<AnsweredPrompt> training,
            AnswerObjective validation,
            TrainingOptions options,
            EvaluationPlan plan,
            @Nullable Path state)
            throws IOException {
        super(
                StartingPoint.of(base),
                base.config(),
                new AnswerObjective(training),
                options,
                plan,
                Map.of("validation pairs", Long.toHexString(validation.fingerprint())),
                validation.size() == 0 ? null : run -> measure(run, validation),
                state);
        this.base = base;
    }

    /**
     * Prepares a training, or continues a stopped one as if it had not been interrupted.
     *
     * @param base a decoder of a family that can be trained
     * @param training what to learn, at least one
     * @param validation examples to measure the model on; if there are none, the last parameters are kept
     * @param options without dropout
     * @param plan when the validation examples are measured
     * @param state null to begin; else the file that {@link #run} or {@link #saveState} wrote, and all other arguments
     *     must be the same as at the start
     * @throws IllegalArgumentException if the base cannot be trained so, there is nothing to learn, or an example does
     *     not fit the model
     * @throws io.rolestream.engine.safetensors.CheckpointException if the base cannot be read
     * @throws io.rolestream.engine.training.TrainingException if the file is of another training; the message names
     *     what differs
     */
    public static AnswerTraining open(
            CheckpointDirectory base,
            List<AnsweredPrompt> training,
            List<AnsweredPrompt> validation,
            TrainingOptions options,
            EvaluationPlan plan,
            @Nullable Path state)
            throws IOException {
        GeneratorFamily.of(base.config()).trainer(base.config());
        if (options.dropout() != null && options.dropout() > 0) {
            throw new IllegalArgumentException("decoders are trained without dropout, not with " + options.dropout());
        }
        if (training.isEmpty()) {
            throw new IllegalArgumentException("there are no pairs to train on");
        }
        check(base.config(), "training pair ", training);
        check(base.config(), "validation pair ", validation);
        AnswerTraining opened =
                new AnswerTraining(base, training, new AnswerObjective(validation), options, plan, state);
        try {
            opened.measureFirst();
            return opened;
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    private static void check(ModelConfig config, String name, List<AnsweredPrompt> examples) {
        for (int i = 0; i < examples.size(); i++) {
            AnsweredPrompt example = examples.get(i);
            TokenCheck.check(config, name + i, example.read());
            TokenCheck.check(config, name + i, Arrays.copyOfRange(example.answer(), example.answer().length - 1, example.answer().length));
        }
    }

    private static ValidationResult measure(TrainingRun run, AnswerObjective validation) {
        Objective.SummedBatch batch =
                validation.batch(IntStream.range(0, validation.size()).toArray(), new SplittableRandom(1));
        double[] sums = run.sums(AnswerObjective.SCORES, batch, 2);
        return new ValidationResult(run.stepsDone(), sums[0] / batch.divisor(), sums[1] / batch.divisor(), null);
    }

    /** As {@link ResumableTraining#save}, with the base's {@value GenerationConfig#FILE}. */
    @Override
    public CheckpointDirectory save(Path directory, DType dtype) throws IOException {
        Path unfinished = Replacement.beside(directory);
        try {
            super.save(unfinished, dtype);
            copyGenerationConfig(base, unfinished);
            CheckpointDirectory.put(unfinished, directory);
        } catch (IOException | RuntimeException | Error e) {
            Replacement.discard(unfinished, e);
            throw e;
        }
        return CheckpointDirectory.open(directory);
    }

    private static void copyGenerationConfig(CheckpointDirectory from, Path directory) throws IOException {
        Path file = from.path().resolve(GenerationConfig.FILE);
        if (Files.exists(file)) {
            Path copy = directory.resolve(GenerationConfig.FILE);
            Files.copy(file, copy);
            Replacement.sync(copy);
        }
    }
}
