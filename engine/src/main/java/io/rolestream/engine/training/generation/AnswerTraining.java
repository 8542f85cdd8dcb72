package io.rolestream.engine.training.generation;

import io.rolestream.common.files.Replacement;
import io.rolestream.engine.checkpoint.AdapterConfig;
import io.rolestream.engine.checkpoint.AdapterDirectory;
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
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Fine-tunes a decoder of Llama's family on answers to prompts, all of its parameters or low-rank adapters, measures it
 * on others before the first step and as planned, and keeps the parameters with the lowest loss there.
 * {@code TextGenerator} and {@code AutoModelForCausalLM} of Python's transformers read the checkpoint.
 */
public final class AnswerTraining extends ResumableTraining {
    /** The directory in a checkpoint with the adapters that are merged in it. */
    public static final String ADAPTER = "adapter";

    private final CheckpointDirectory base;
    private final @Nullable AdapterConfig adapters;

    private AnswerTraining(
            CheckpointDirectory base,
            @Nullable AdapterConfig adapters,
            List<AnsweredPrompt> training,
            AnswerObjective validation,
            TrainingOptions options,
            EvaluationPlan plan,
            @Nullable Path state)
            throws IOException {
        super(
                adapters == null ? StartingPoint.of(base) : StartingPoint.of(base, adapters),
                base.config(),
                new AnswerObjective(training),
                options,
                plan,
                facts(base, adapters, validation),
                validation.size() == 0 ? null : run -> measure(run, validation),
                state);
        this.base = base;
        this.adapters = adapters;
    }

    /** A state has what is trained, so the base must be the same if that is adapters. */
    private static Map<String, String> facts(
            CheckpointDirectory base, @Nullable AdapterConfig adapters, AnswerObjective validation) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("validation pairs", Long.toHexString(validation.fingerprint()));
        facts.put("method", adapters == null ? "full" : "adapters of " + adapters.facts());
        if (adapters != null) {
            facts.put("base's checksum", checksum(base.weightFiles()));
        }
        return facts;
    }

    private static String checksum(List<Path> files) throws IOException {
        CRC32C sum = new CRC32C();
        for (Path file : files) {
            try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
        return Long.toHexString(sum.getValue());
    }

    /**
     * Prepares a training, or continues a stopped one as if it had not been interrupted.
     *
     * @param base a decoder of a family that can be trained
     * @param adapters the adapters to train; null to train all parameters
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
            @Nullable AdapterConfig adapters,
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
        if (adapters != null && base.adapter() != null) {
            throw new IllegalArgumentException("the base " + base.adapter().path()
                    + " has adapters already; train all parameters, or merge them first");
        }
        if (training.isEmpty()) {
            throw new IllegalArgumentException("there are no pairs to train on");
        }
        check(base.config(), "training pair ", training);
        check(base.config(), "validation pair ", validation);
        AnswerTraining opened =
                new AnswerTraining(base, adapters, training, new AnswerObjective(validation), options, plan, state);
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
            TokenCheck.check(
                    config,
                    name + i,
                    Arrays.copyOfRange(example.answer(), example.answer().length - 1, example.answer().length));
        }
    }

    private static ValidationResult measure(TrainingRun run, AnswerObjective validation) {
        Objective.SummedBatch batch =
                validation.batch(IntStream.range(0, validation.size()).toArray(), new SplittableRandom(1));
        double[] sums = run.sums(AnswerObjective.SCORES, batch, 2);
        return new ValidationResult(run.stepsDone(), sums[0] / batch.divisor(), sums[1] / batch.divisor(), null);
    }

    /**
     * As {@link ResumableTraining#save}, with the base's {@value GenerationConfig#FILE}. Adapters are merged with the
     * base's weights, and are in the directory {@value #ADAPTER} too.
     */
    @Override
    public CheckpointDirectory save(Path directory, DType dtype) throws IOException {
        Path unfinished = Replacement.beside(directory);
        try {
            if (adapters == null) {
                super.save(unfinished, dtype);
                GenerationConfig.copy(base.path(), unfinished);
            } else {
                saveMerged(unfinished, dtype);
            }
            CheckpointDirectory.put(unfinished, directory);
        } catch (IOException | RuntimeException | Error e) {
            Replacement.discard(unfinished, e);
            throw e;
        }
        return CheckpointDirectory.open(directory);
    }

    private void saveMerged(Path directory, DType dtype) throws IOException {
        Path adapter = Replacement.beside(directory);
        try {
            base.with(saveAdapter(adapter)).saveMerged(directory, dtype);
            Files.move(adapter, directory.resolve(ADAPTER));
        } catch (IOException | RuntimeException | Error e) {
            Replacement.discard(adapter, e);
            throw e;
        }
    }

    /**
     * Writes the best adapters as a directory of PEFT, in fp32.
     *
     * @param directory must not exist
     * @throws IllegalStateException if all parameters are trained
     */
    public AdapterDirectory saveAdapter(Path directory) throws IOException {
        if (adapters == null) {
            throw new IllegalStateException("all parameters are trained, not adapters");
        }
        return AdapterDirectory.write(directory, adapters, steps().bestTensors(DType.F32));
    }
}
