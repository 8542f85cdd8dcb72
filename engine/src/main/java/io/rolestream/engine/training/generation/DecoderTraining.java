package io.rolestream.engine.training.generation;

import io.rolestream.common.files.Replacement;
import io.rolestream.engine.checkpoint.AdapterConfig;
import io.rolestream.engine.checkpoint.AdapterDirectory;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.GeneratorFamily;
import io.rolestream.engine.model.Precision;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training of a decoder of Llama's family, of all of its parameters or of low-rank adapters, whatever its objective.
 * {@code TextGenerator} and {@code AutoModelForCausalLM} of Python's transformers read the checkpoint.
 */
public abstract class DecoderTraining extends ResumableTraining {
    /** The directory in a checkpoint with the adapters that are merged in it. */
    public static final String ADAPTER = "adapter";

    private final Start start;
    private @Nullable Judge judge;

    /** Writes the parameters as they are to a directory that does not exist yet. */
    @FunctionalInterface
    public interface PresentWriter {
        CheckpointDirectory write(Path directory) throws IOException;
    }

    /** Measures a decoder by what it writes, instead of by its loss. Belongs to the training it is given to. */
    public interface Judge extends AutoCloseable {
        /** Facts, by name, that must not change for a training to be resumed. */
        Map<String, String> facts();

        /** Names the training, before it is measured. */
        void attach(TrainingRun run, PresentWriter writer);

        /** The result of the parameters as they are. */
        ValidationResult measure();

        @Override
        void close();
    }

    /**
     * What a training starts from.
     *
     * @param base a decoder of a family that can be trained
     * @param adapters the adapters to train; null to train all parameters
     */
    public record Start(CheckpointDirectory base, @Nullable AdapterConfig adapters) {
        private StartingPoint point() {
            return adapters == null ? StartingPoint.of(base) : StartingPoint.of(base, adapters);
        }

        /** A state has what is trained, so the base must be the same if that is adapters. */
        private Map<String, String> facts() throws IOException {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("method", adapters == null ? "full" : "adapters of " + adapters.facts());
            if (adapters != null) {
                facts.put("base's checksum", base.checksum());
            }
            return facts;
        }

        /** @throws IllegalArgumentException if the base cannot be trained so */
        public void check(TrainingOptions options) {
            GeneratorFamily.of(base.config()).trainer(base.config());
            if (options.dropout() != null && options.dropout() > 0) {
                throw new IllegalArgumentException(
                        "decoders are trained without dropout, not with " + options.dropout());
            }
            if (adapters != null && base.adapter() != null) {
                throw new IllegalArgumentException("the base " + base.adapter().path()
                        + " has adapters already; train all parameters, or merge them first with PEFT's"
                        + " merge_and_unload");
            }
        }
    }

    /**
     * Starts or continues a training.
     *
     * @param moreFacts facts that must be unchanged for a training to be resumed, besides those of the run and the
     *     start
     * @param evaluator null without a validation set; then the last parameters are the best
     * @param state the file to resume from, or null to begin
     */
    protected DecoderTraining(
            Start start,
            Objective objective,
            TrainingOptions options,
            EvaluationPlan plan,
            Map<String, String> moreFacts,
            @Nullable Evaluator evaluator,
            @Nullable Path state)
            throws IOException {
        super(
                start.point(),
                start.base().config(),
                objective,
                options,
                plan,
                facts(start, moreFacts),
                evaluator,
                state);
        this.start = start;
    }

    /** Has the training measured by a judge, which its evaluator asks; null for none. */
    protected final void judgeBy(@Nullable Judge newJudge) {
        judge = newJudge;
        if (newJudge != null) {
            newJudge.attach(steps(), this::writePresent);
        }
    }

    @Override
    public void close() {
        try (Judge closed = judge) {
            super.close();
        }
    }

    private static Map<String, String> facts(Start start, Map<String, String> more) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>(more);
        facts.putAll(start.facts());
        return facts;
    }

    /**
     * The precision that a training and its reference are computed in.
     *
     * @throws IllegalArgumentException if the options leave it open
     */
    protected static Precision requirePrecision(TrainingOptions options) {
        Precision precision = options.precision();
        if (precision == null) {
            throw new IllegalArgumentException("the reference is computed in the precision of the training,"
                    + " so that must be fp32 or bf16, not open");
        }
        return precision;
    }

    /**
     * Checks that a model can be the reference of a training.
     *
     * @throws IllegalArgumentException if not
     */
    protected static void checkReference(CheckpointDirectory reference) {
        try {
            GeneratorFamily.of(reference.config()).trainer(reference.config());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the reference " + reference.path() + " cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Checks that a model can read answers with their prompts.
     *
     * @param name of an example, for messages
     * @throws IllegalArgumentException if not
     */
    protected static void check(ModelConfig config, String name, AnsweredPrompt example) {
        int[] answer = example.answer();
        TokenCheck.check(config, name, example.read());
        TokenCheck.check(config, name, Arrays.copyOfRange(answer, answer.length - 1, answer.length));
    }

    /** As {@link #check(ModelConfig, String, AnsweredPrompt)}, of all examples; the name is followed by a number. */
    protected static void check(ModelConfig config, String name, List<AnsweredPrompt> examples) {
        for (int i = 0; i < examples.size(); i++) {
            check(config, name + i, examples.get(i));
        }
    }

    /** Measures the model, and closes the training if that fails. */
    protected final void begin() {
        try {
            measureFirst();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * As {@link ResumableTraining#save}, with the base's {@value GenerationConfig#FILE}. Adapters are merged with the
     * base's weights, and are in the directory {@value #ADAPTER} too.
     */
    @Override
    public CheckpointDirectory save(Path directory, DType dtype) throws IOException {
        Path unfinished = Replacement.beside(directory);
        try {
            if (start.adapters() == null) {
                super.save(unfinished, dtype);
                GenerationConfig.copy(start.base().path(), unfinished);
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
            start.base().with(saveAdapter(adapter)).saveMerged(directory, dtype);
            Files.move(adapter, directory.resolve(ADAPTER));
        } catch (IOException | RuntimeException | Error e) {
            Replacement.discard(adapter, e);
            throw e;
        }
    }

    /**
     * Writes the parameters as they are, in fp32, without what a published checkpoint has besides.
     *
     * @param directory must not exist
     * @return the model: with adapters, the base with these
     */
    protected final CheckpointDirectory writePresent(Path directory) throws IOException {
        CheckpointDirectory base = start.base();
        AdapterConfig adapters = start.adapters();
        return adapters == null
                ? CheckpointDirectory.save(directory, base.config(), base.tokenizer(), steps().tensors(DType.F32))
                : base.with(AdapterDirectory.write(directory, adapters, steps().tensors(DType.F32)));
    }

    /**
     * Writes the best adapters as a directory of PEFT, in fp32.
     *
     * @param directory must not exist
     * @throws IllegalStateException if all parameters are trained
     */
    public AdapterDirectory saveAdapter(Path directory) throws IOException {
        AdapterConfig adapters = start.adapters();
        if (adapters == null) {
            throw new IllegalStateException("all parameters are trained, not adapters");
        }
        return AdapterDirectory.write(directory, adapters, steps().bestTensors(DType.F32));
    }
}
