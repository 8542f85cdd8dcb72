package io.rolestream.classifier.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.classifier.checkpoint.Activation;
import io.rolestream.classifier.checkpoint.ModelConfig;
import io.rolestream.classifier.checkpoint.ModelType;
import io.rolestream.classifier.encoder.PackedSequences;
import io.rolestream.classifier.encoder.Parameters;
import io.rolestream.classifier.encoder.Precision;
import io.rolestream.classifier.torch.Arguments;
import io.rolestream.classifier.torch.Script;
import io.rolestream.classifier.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a training. Everything random is drawn from the seed and the number of the step, so what a step does depends on nothing
 * but the state that {@link #save} writes. Used by one thread at a time; PyTorch draws dropout from one generator for the whole process,
 * so two runs at once in a process do not repeat.
 */
final class TrainingRun implements AutoCloseable {
    private static final String SCRIPT = "training";
    private static final int CALIBRATION_ROUNDS = 2;

    private final Parameters parameters;
    private final Objective objective;
    private final TrainingOptions options;
    private final Script script;
    private final AdamW optimizer;
    private final LearningRate rate;
    private final long stepsPerEpoch;
    private final long steps;
    private final Precision precision;
    private @Nullable List<PtNDArray> gradients;
    private long step;

    /**
     * @param parameters are trained in place, and stay their owner's
     * @throws IllegalArgumentException if there are no examples, or the parameters are those of another head
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
        optimizer = new AdamW(parameters, options.weightDecay(), script);
        stepsPerEpoch = ((long) objective.size() + options.batchSize() - 1) / options.batchSize();
        steps = stepsPerEpoch * options.epochs();
        rate = new LearningRate(options.learningRate(), Math.round(steps * options.warmup()), steps);
        parameters.arrays().forEach(array -> array.setRequiresGradient(true));
        precision = options.precision() == null ? fastest() : options.precision();
    }

    /** Makes the next step. */
    TrainingStep step() {
        if (step >= steps) {
            throw new IllegalStateException("all " + steps + " steps are done");
        }
        long start = System.nanoTime();
        Torch.prepareThread(options.threads());
        SplittableRandom random = random(step + 1);
        Objective.Batch batch = objective.batch(examples(step), random);
        double loss = 0;
        for (int[] part : parts(batch.sequences())) {
            Torch.seed(random.nextLong());
            loss += pass(batch, part, precision);
        }
        List<PtNDArray> current = gradients();
        double now = rate.at(step);
        double norm = clip(current);
        optimizer.step(current, now);
        script.run("zero", Arguments.of().tensors(current));
        step++;
        long tokens = batch.sequences().stream().mapToLong(ids -> ids.length).sum();
        return new TrainingStep(
                step, steps, loss, norm, now, batch.sequences().size(), tokens, System.nanoTime() - start);
    }

    /** The examples of a step: all are seen once an epoch, in an order drawn for the epoch. */
    private int[] examples(long number) {
        long epoch = number / stepsPerEpoch;
        int[] order = IntStream.range(0, objective.size()).toArray();
        SplittableRandom random = random(-1 - epoch);
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        int from = Math.toIntExact(number % stepsPerEpoch * options.batchSize());
        int to = Math.min(order.length, from + options.batchSize());
        return Arrays.copyOfRange(order, from, to);
    }

    private SplittableRandom random(long number) {
        return new SplittableRandom(options.seed() * 0x9E3779B97F4A7C15L + number);
    }

    /** The batch in parts that are computed one after the other; each has texts of similar lengths. */
    private List<int[]> parts(List<int[]> sequences) {
        int[] byLength = IntStream.range(0, sequences.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> sequences.get(i).length))
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> parts = new ArrayList<>();
        int from = 0;
        long tokens = 0;
        for (int i = 0; i < byLength.length; i++) {
            int length = sequences.get(byLength[i]).length;
            if (i > from && tokens + length > options.passTokens()) {
                parts.add(Arrays.copyOfRange(byLength, from, i));
                from = i;
                tokens = 0;
            }
            tokens += length;
        }
        parts.add(Arrays.copyOfRange(byLength, from, byLength.length));
        return parts;
    }

    /** Adds the gradients of a part of a batch, and returns its share of the loss. */
    private double pass(Objective.Batch batch, int[] part, Precision with) {
        PackedSequences pack = PackedSequences.of(
                IntStream.of(part).mapToObj(batch.sequences()::get).toList());
        try (PtNDManager scratch = Torch.newManager()) {
            List<NDArray> arguments = inputs(pack, scratch);
            arguments.addAll(batch.arguments(part, pack, scratch));
            PtNDArray loss = script.recorded(
                    batch.function(),
                    arguments,
                    parameters.arrays(),
                    scriptOptions(batch.divisor(), true, with, scratch));
            Torch.backward(loss);
            return loss.getFloat();
        }
    }

    private List<NDArray> inputs(PackedSequences pack, PtNDManager owner) {
        pack.check(parameters.config());
        int[] counts = pack.groupCounts();
        int[] lengths = pack.groupLengths();
        long[] groups = IntStream.concat(IntStream.of(counts), IntStream.of(lengths))
                .asLongStream()
                .toArray();
        List<NDArray> result = new ArrayList<>();
        result.add(owner.create(pack.ids(), new Shape(pack.tokens())));
        result.add(owner.create(pack.positions(parameters.config()), new Shape(pack.tokens())));
        result.add(owner.create(groups, new Shape(2, counts.length)));
        return result;
    }

    private NDArray scriptOptions(double divisor, boolean train, Precision with, PtNDManager owner) {
        ModelConfig config = parameters.config();
        double hidden = !train ? 0 : options.dropout() == null ? config.hiddenDropout() : options.dropout();
        double attention = !train ? 0 : options.dropout() == null ? config.attentionDropout() : options.dropout();
        double head = !train ? 0 : options.dropout() == null ? config.effectiveClassifierDropout() : options.dropout();
        return owner.create(new double[] {
            config.layers(),
            config.heads(),
            code(config.activation()),
            config.layerNormEps(),
            hidden,
            attention,
            head,
            with == Precision.BF16 ? 1 : 0,
            divisor,
            config.type() == ModelType.BERT ? 0 : head,
            // RoBERTa's has the exact GELU whatever the encoder has.
            code(config.type() == ModelType.BERT ? config.activation() : Activation.GELU)
        });
    }

    private static int code(Activation activation) {
        return switch (activation) {
            case GELU -> 0;
            case GELU_NEW -> 1;
            case RELU -> 2;
        };
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
                        scratch, "clip", Arguments.of().tensors(current).number(options.clipNorm()))) {
            return norm.getFloat();
        }
    }

    /** Computes a batch both ways and takes the faster one: bfloat16 is slow where the CPU does not have it. */
    private Precision fastest() {
        Objective.Batch batch = objective.batch(examples(0), random(0));
        int[] part = parts(batch.sequences()).get(0);
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
        pass(batch, part, with);
        return System.nanoTime() - start;
    }

    /**
     * The logits of sequences with the parameters as they are, without dropout.
     *
     * @return one row for each sequence
     */
    float[][] logits(List<int[]> sequences) {
        Torch.prepareThread(options.threads());
        float[][] result = new float[sequences.size()][];
        for (int[] part : parts(sequences)) {
            PackedSequences pack = PackedSequences.of(
                    IntStream.of(part).mapToObj(sequences::get).toList());
            try (PtNDManager scratch = Torch.newManager()) {
                List<NDArray> inputs = inputs(pack, scratch);
                Arguments arguments = Arguments.of();
                inputs.forEach(arguments::tensor);
                arguments
                        .tensor(scratch.create(pack.first(), new Shape(pack.size())))
                        .tensors(parameters.arrays())
                        .tensor(scriptOptions(1, false, precision, scratch));
                float[][] rows =
                        pack.inOrder(script.tensor(scratch, "logits", arguments).toFloatArray());
                for (int i = 0; i < part.length; i++) {
                    result[part[i]] = rows[i];
                }
            }
        }
        return result;
    }

    boolean done() {
        return step >= steps;
    }

    long stepsDone() {
        return step;
    }

    long steps() {
        return steps;
    }

    long stepsPerEpoch() {
        return stepsPerEpoch;
    }

    /** What is computed with. */
    Precision precision() {
        return precision;
    }

    /** The gradients of the first step's batch, not clipped; for tests. */
    List<PtNDArray> gradientsOfNextStep() {
        SplittableRandom random = random(step + 1);
        Objective.Batch batch = objective.batch(examples(step), random);
        for (int[] part : parts(batch.sequences())) {
            pass(batch, part, precision);
        }
        return gradients();
    }

    @Override
    public void close() {
        parameters.arrays().forEach(array -> array.setRequiresGradient(false));
        if (gradients != null) {
            gradients.forEach(PtNDArray::close);
        }
        optimizer.close();
        script.close();
    }
}
