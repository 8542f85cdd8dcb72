package io.rolestream.engine.training;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.OutgoingTensor;
import io.rolestream.engine.torch.Arguments;
import io.rolestream.engine.torch.ProcessEndsException;
import io.rolestream.engine.torch.Script;
import io.rolestream.engine.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a training. All randomness comes from the seed and the step's number, so a step depends only on the
 * state that {@link #save} writes. For one thread at a time. PyTorch draws dropout from one generator per process, so
 * two concurrent runs in a process are not reproducible.
 */
public final class TrainingRun implements AutoCloseable {
    private static final String SCRIPT = "optimizer";
    private static final String LOGITS = "logits";
    private static final int CALIBRATION_ROUNDS = 2;

    private final Parameters parameters;
    private final Objective objective;
    private final TrainingOptions options;
    private final Script script;
    private final Passes passes;
    private final AdamW optimizer;
    private final BestParameters best;
    private final EpochBatches batches;
    private final long stepsPerEpoch;
    private final long steps;
    private final Precision precision;
    private @Nullable List<PtNDArray> gradients;
    private long step;

    /**
     * @param parameters are trained in place; the caller closes them
     * @throws IllegalArgumentException if there are no examples, or the parameters have another head
     */
    TrainingRun(Parameters parameters, Objective objective, TrainingOptions options) {
        if (objective.size() == 0) {
            throw new IllegalArgumentException("there are no examples to train on");
        }
        if (parameters.head() != objective.head()) {
            throw new IllegalArgumentException(objective.head() + " cannot be trained with a " + parameters.head());
        }
        this.parameters = parameters;
        this.objective = objective;
        this.options = options;
        Torch.prepareThread(options.threads());
        script = Script.load(SCRIPT);
        passes = new Passes(parameters, options.batching().passTokens(), options.dropout());
        optimizer = new AdamW(parameters, options.optimizer(), script);
        best = new BestParameters(parameters, script);
        batches = new EpochBatches(objective, options);
        stepsPerEpoch = batches.perEpoch();
        steps = stepsPerEpoch * options.schedule().epochs();
        parameters.arrays().forEach(array -> array.setRequiresGradient(true));
        precision = options.precision() == null ? fastest() : options.precision();
    }

    /**
     * Continues from a state file as if the run had never been stopped: bit for bit, with the same number of threads.
     *
     * @param more facts besides those of the run that must be the same
     * @throws TrainingException if the file is of another training
     * @throws CheckpointException if the file cannot be read
     */
    static Resumed resume(
            Path file, Parameters parameters, Objective objective, TrainingOptions options, Map<String, String> more)
            throws IOException {
        RunFacts facts = RunFacts.of(parameters.config(), objective, options).with(more);
        StateFile.Content content = StateFile.read(file, facts);
        Precision wanted = options.precision();
        if (wanted != null && wanted != content.precision()) {
            throw new TrainingException(file + " is of a training in "
                    + content.precision().key() + ", which cannot continue in " + wanted.key()
                    + "; resume with the same settings, or start again with another state file");
        }
        TrainingRun run = new TrainingRun(parameters, objective, options.withPrecision(content.precision()));
        try {
            StateFile.restore(file, content.step(), parameters, run.optimizer, run.best);
            run.step = content.step();
            return new Resumed(run, content.notes());
        } catch (IOException | RuntimeException e) {
            run.close();
            throw e;
        }
    }

    /** A continued run, and the notes saved with it. */
    record Resumed(TrainingRun run, Map<String, String> notes) {}

    /**
     * Writes all that {@link #resume} needs, replacing an existing file.
     *
     * @param more facts besides those of the run that must be the same
     */
    void save(Path file, Map<String, String> more, Map<String, String> notes) throws IOException {
        RunFacts facts = RunFacts.of(parameters.config(), objective, options).with(more);
        StateFile.write(file, new StateFile.Content(step, precision, notes), facts, parameters, optimizer, best);
    }

    /**
     * Makes the next step, or returns null if it was stopped before its end; all is then as before the step.
     *
     * @param stop asked between the parts of the batch; true stops, as does the end of the process while the objective
     *     computes the batch
     * @throws TrainingException if the loss or a gradient is not finite; the parameters are then unchanged
     */
    @Nullable
    TrainingStep step(BooleanSupplier stop) {
        if (step >= steps) {
            throw new IllegalStateException("all " + steps + " steps are done");
        }
        long start = System.nanoTime();
        Torch.prepareThread(options.threads());
        SplittableRandom random = options.random(step + 1);
        Objective.Batch batch;
        try {
            batch = objective.batch(batches.of(step), random);
        } catch (ProcessEndsException e) {
            return null;
        }
        OptionalDouble complete = passes.backward(batch, random, precision, stop);
        if (complete.isEmpty()) {
            if (passes.hasRecorded()) {
                script.run("zero", Arguments.of().tensors(gradients()));
            }
            return null;
        }
        double loss = complete.getAsDouble();
        List<PtNDArray> current = gradients();
        double now = options.schedule().rate(step, steps);
        double norm = clip(current);
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            script.run("zero", Arguments.of().tensors(current));
            throw new TrainingException("step " + (step + 1) + " of " + steps + " has a loss of " + loss
                    + " and a gradient of norm " + norm
                    + ": the training has diverged, and nothing was written; try a lower learning rate than "
                    + options.schedule().learningRate() + ", a longer warm-up, or fp32");
        }
        optimizer.step(current, now);
        script.run("zero", Arguments.of().tensors(current));
        step++;
        long tokens = batch.sequences().stream().mapToLong(ids -> ids.length).sum();
        return new TrainingStep(
                step, steps, loss, norm, now, batch.sequences().size(), tokens, System.nanoTime() - start);
    }

    /** The gradients, which PyTorch makes with the first backward pass and keeps. */
    private List<PtNDArray> gradients() {
        if (gradients == null) {
            gradients = parameters.arrays().stream().map(PtNDArray::getGradient).toList();
        }
        return gradients;
    }

    private double clip(List<PtNDArray> current) {
        try (PtNDManager scratch = Torch.newManager();
                PtNDArray norm = script.tensor(
                        scratch,
                        "clip",
                        Arguments.of()
                                .tensors(current)
                                .number(options.optimizer().clipNorm()))) {
            return norm.getFloat();
        }
    }

    /** Computes a batch both ways and takes the faster one: bfloat16 is slow where the CPU does not have it. */
    private Precision fastest() {
        Objective.Batch batch = objective.batch(batches.of(0), options.random(0));
        int[] part = passes.parts(batch.sequences()).get(0);
        long fp32 = Long.MAX_VALUE;
        long bf16 = Long.MAX_VALUE;
        for (int round = 0; round < CALIBRATION_ROUNDS; round++) {
            fp32 = Math.min(fp32, nanos(batch, part, Precision.FP32));
            bf16 = Math.min(bf16, nanos(batch, part, Precision.BF16));
        }
        script.run("zero", Arguments.of().tensors(gradients()));
        return bf16 < fp32 ? Precision.BF16 : Precision.FP32;
    }

    private long nanos(Objective.Batch batch, int[] part, Precision with) {
        long start = System.nanoTime();
        passes.trial(batch, part, with);
        return System.nanoTime() - start;
    }

    /** The logits of each sequence with the best parameters, or the present ones if none were kept; without dropout. */
    public float[][] bestLogits(List<int[]> sequences) {
        Torch.prepareThread(options.threads());
        return passes.rows(LOGITS, untyped(sequences), best.arrays(), precision);
    }

    /** The logits of sequences with the parameters as they are. */
    public float[][] logits(List<int[]> sequences) {
        Torch.prepareThread(options.threads());
        return passes.rows(LOGITS, untyped(sequences), parameters.arrays(), precision);
    }

    private static List<TokenSequence> untyped(List<int[]> sequences) {
        return sequences.stream().map(TokenSequence::of).toList();
    }

    /** What a function of the training script gives for each sequence with the parameters as they are. */
    public float[][] rows(String function, List<TokenSequence> sequences) {
        Torch.prepareThread(options.threads());
        return passes.rows(function, sequences, parameters.arrays(), precision);
    }

    /** What a batch's function gives for each of its sequences with the parameters as they are. */
    public float[][] rows(Objective.Batch batch) {
        Torch.prepareThread(options.threads());
        return passes.rows(batch, parameters.arrays(), precision);
    }

    /** As {@link #rows(String, List)}, with the best parameters, or the present ones if none were kept. */
    public float[][] bestRows(String function, List<TokenSequence> sequences) {
        Torch.prepareThread(options.threads());
        return passes.rows(function, sequences, best.arrays(), precision);
    }

    /** Whether the head of the parameters was initialized, not read. */
    public boolean hasNewHead() {
        return parameters.hasNewHead();
    }

    /** Adds a number to all logits of the best parameters. For after the last step: it is not part of the state. */
    public void shiftLogits(float by) {
        change(best.arrays().get(parameters.outputBias()), value -> value + by);
    }

    /** Multiplies the weight of the head's last layer. For before the first step. */
    public void scaleOutput(float by) {
        change(parameters.arrays().get(parameters.outputWeight()), value -> value * by);
    }

    private void change(PtNDArray array, DoubleUnaryOperator by) {
        Torch.prepareThread(options.threads());
        float[] values = array.toFloatArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) by.applyAsDouble(values[i]);
        }
        try (PtNDManager scratch = Torch.newManager()) {
            PtNDArray changed = (PtNDArray) scratch.create(values, array.getShape());
            script.run("copy", Arguments.of().tensors(List.of(array)).tensors(List.of(changed)));
        }
    }

    /**
     * Sums the values that a script function returns for each part of a batch, without dropout.
     *
     * @param values how many numbers the function returns
     */
    public double[] sums(String function, Objective.SummedBatch batch, int values) {
        Torch.prepareThread(options.threads());
        return passes.sums(function, batch, values, precision);
    }

    void keepAsBest() {
        best.keep();
    }

    /** The tensors of the parameters as they are, without those of a critic. */
    public List<OutgoingTensor> tensors(DType dtype) {
        return parameters.published(dtype, parameters.arrays());
    }

    /** The tensors of the best parameters, or of the present ones where none were kept, without those of a critic. */
    public List<OutgoingTensor> bestTensors(DType dtype) {
        return parameters.published(dtype, best.arrays());
    }

    boolean done() {
        return step >= steps;
    }

    public long stepsDone() {
        return step;
    }

    long steps() {
        return steps;
    }

    long stepsPerEpoch() {
        return stepsPerEpoch;
    }

    Precision precision() {
        return precision;
    }

    @Override
    public void close() {
        parameters.arrays().forEach(array -> array.setRequiresGradient(false));
        if (gradients != null) {
            gradients.forEach(PtNDArray::close);
        }
        passes.close();
        optimizer.close();
        best.close();
        script.close();
    }
}
