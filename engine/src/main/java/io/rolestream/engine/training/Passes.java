package io.rolestream.engine.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.LengthBatches;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.model.TrainingScript;
import io.rolestream.engine.torch.NativeWork;
import io.rolestream.engine.torch.Torch;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward passes over parts of a batch of limited size. Frees what a pass allocates. The calling thread
 * must be {@linkplain Torch#prepareThread prepared}.
 */
final class Passes implements AutoCloseable {
    private final Parameters parameters;
    private final int passTokens;
    private final @Nullable Double dropout;
    private final Map<Precision, TrainingScript> learning = new EnumMap<>(Precision.class);
    private final Map<Precision, TrainingScript> measuring = new EnumMap<>(Precision.class);
    private boolean recorded;

    /** @param dropout of the whole model, in place of its configuration's, or null */
    Passes(Parameters parameters, int passTokens, @Nullable Double dropout) {
        this.parameters = parameters;
        this.passTokens = passTokens;
        this.dropout = dropout;
    }

    private TrainingScript learning(Precision with) {
        return learning.computeIfAbsent(with, precision -> new TrainingScript(parameters, precision, dropout));
    }

    private TrainingScript measuring(Precision with) {
        return measuring.computeIfAbsent(with, precision -> new TrainingScript(parameters, precision, 0.0));
    }

    /** The batch in parts that are computed one after the other; each has texts of similar lengths. */
    List<int[]> parts(List<int[]> sequences) {
        return LengthBatches.of(sequences, passTokens);
    }

    private PackedSequences pack(List<TokenSequence> sequences, int[] part) {
        PackedSequences pack = PackedSequences.ofSequences(
                IntStream.of(part).mapToObj(sequences::get).toList());
        pack.check(parameters.config());
        return pack;
    }

    /** Whether any gradients were computed. */
    boolean hasRecorded() {
        return recorded;
    }

    /**
     * Adds the gradients of a batch, and returns its loss; nothing if it was stopped, with the gradients of some parts.
     *
     * @param random source of the seeds of the parts' dropout
     * @param stop asked before each part but the first
     */
    OptionalDouble backward(Objective.Batch batch, SplittableRandom random, Precision with, BooleanSupplier stop) {
        Prepared read = Prepared.of(batch);
        List<int[]> parts = parts(read.sequences());
        if (batch instanceof Objective.JointBatch joint) {
            long[] seeds = parts.stream().mapToLong(part -> random.nextLong()).toArray();
            return parts.size() == 1 && joint.weightedFunction() == null
                    ? OptionalDouble.of(whole(joint, parts.get(0), seeds[0], with))
                    : divided(joint, parts, seeds, with, stop);
        }
        double divisor = ((Objective.SummedBatch) batch).divisor();
        double loss = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0 && stop.getAsBoolean()) {
                return OptionalDouble.empty();
            }
            Torch.seed(random.nextLong());
            loss += backward(read, divisor, parts.get(i), with);
        }
        return OptionalDouble.of(loss);
    }

    /**
     * Computes a part forward and backward, as a step does, to see how long that takes; the gradients are discarded.
     */
    void trial(Objective.Batch batch, int[] part, Precision with) {
        Prepared read = Prepared.of(batch);
        if (batch instanceof Objective.SummedBatch summed) {
            backward(read, summed.divisor(), part, with);
        } else if (batch instanceof Objective.JointBatch joint && joint.weightedFunction() != null) {
            float[][] rows = new float[read.size()][];
            compute(learning(with), read, part, parameters.arrays(), rows);
            weighted(read, joint.weightedFunction(), part, picked(rows, part), 0, with);
        } else {
            recorded(read, part, 0, with, rows -> rows);
        }
    }

    double whole(Objective.JointBatch batch, int[] part, long seed, Precision with) {
        double[] loss = new double[1];
        recorded(Prepared.of(batch), part, seed, with, rows -> {
            Objective.JointLoss computed = batch.loss(placed(rows, part));
            loss[0] = computed.loss();
            return picked(computed.gradients(), part);
        });
        return loss[0];
    }

    OptionalDouble divided(
            Objective.JointBatch batch, List<int[]> parts, long[] seeds, Precision with, BooleanSupplier stop) {
        Prepared read = Prepared.of(batch);
        float[][] rows = new float[read.size()][];
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0 && stop.getAsBoolean()) {
                return OptionalDouble.empty();
            }
            Torch.seed(seeds[i]);
            compute(learning(with), read, parts.get(i), parameters.arrays(), rows);
        }
        Objective.JointLoss computed = batch.loss(rows);
        for (int i = 0; i < parts.size(); i++) {
            if (stop.getAsBoolean()) {
                return OptionalDouble.empty();
            }
            int[] part = parts.get(i);
            float[][] gradients = picked(computed.gradients(), part);
            String weighted = batch.weightedFunction();
            if (weighted == null) {
                recorded(read, part, seeds[i], with, unused -> gradients);
            } else {
                weighted(read, weighted, part, gradients, seeds[i], with);
            }
        }
        return OptionalDouble.of(computed.loss());
    }

    private static float[][] placed(float[][] rows, int[] part) {
        float[][] result = new float[part.length][];
        for (int i = 0; i < part.length; i++) {
            result[part[i]] = rows[i];
        }
        return result;
    }

    private static float[][] picked(float[][] rows, int[] part) {
        return IntStream.of(part).mapToObj(i -> rows[i]).toArray(float[][]::new);
    }

    /**
     * Computes a part's rows, recording gradients, and goes back with the gradients that are made of them.
     *
     * @param gradients from rows to their gradients, both in the order of the part
     */
    private void recorded(Prepared batch, int[] part, long seed, Precision with, UnaryOperator<float[][]> gradients) {
        recorded = true;
        PackedSequences pack = pack(batch.typedSequences(), part);
        TrainingScript script = learning(with);
        Torch.seed(seed);
        try (PtNDManager scratch = Torch.newManager()) {
            PtNDArray rows = script.recorded(
                    batch.function(), arguments(script, batch, part, pack, scratch), parameters.arrays());
            float[][] gradient = gradients.apply(pack.inOrder(rows.toFloatArray()));
            Torch.backward(rows, packed(gradient, pack, scratch));
        }
    }

    /** Goes back through the sum of a part's rows, each times its gradient. */
    private void weighted(Prepared batch, String function, int[] part, float[][] gradients, long seed, Precision with) {
        recorded = true;
        PackedSequences pack = pack(batch.typedSequences(), part);
        TrainingScript script = learning(with);
        Torch.seed(seed);
        try (PtNDManager scratch = Torch.newManager()) {
            List<NDArray> arguments = arguments(script, batch, part, pack, scratch);
            arguments.add(packed(gradients, pack, scratch));
            Torch.backward(script.recorded(function, arguments, parameters.arrays()));
        }
    }

    private static List<NDArray> arguments(
            TrainingScript script, Prepared batch, int[] part, PackedSequences pack, PtNDManager owner) {
        List<NDArray> arguments = script.inputs(pack, owner);
        arguments.addAll(batch.batch().arguments(part, pack, owner));
        return arguments;
    }

    /** Rows in the order of the pack. */
    private static PtNDArray packed(float[][] rows, PackedSequences pack, PtNDManager owner) {
        int width = rows[0].length;
        int[] order = pack.order();
        float[] flat = new float[order.length * width];
        for (int row = 0; row < order.length; row++) {
            System.arraycopy(rows[order[row]], 0, flat, row * width, width);
        }
        return (PtNDArray) owner.create(flat, new Shape(order.length, width));
    }

    /** Adds the gradients of a part of a batch, and returns its share of the loss. */
    private double backward(Prepared batch, double divisor, int[] part, Precision with) {
        recorded = true;
        PackedSequences pack = pack(batch.typedSequences(), part);
        TrainingScript script = learning(with);
        try (PtNDManager scratch = Torch.newManager()) {
            List<NDArray> arguments = arguments(script, batch, part, pack, scratch);
            PtNDArray loss = script.loss(batch.function(), arguments, parameters.arrays(), divisor);
            Torch.backward(loss);
            return loss.getFloat();
        }
    }

    /**
     * The numbers that a script function returns for each sequence, without dropout.
     *
     * @param values the parameters to use, in the order of the model's own
     */
    float[][] rows(String function, List<TokenSequence> sequences, List<PtNDArray> values, Precision with) {
        return rows(new Typed(function, sequences), values, with);
    }

    /**
     * The numbers that a batch's function returns for each of its sequences, without dropout.
     *
     * @throws io.rolestream.engine.torch.ProcessEndsException if the process ends before the last part
     */
    float[][] rows(Objective.Batch batch, List<PtNDArray> values, Precision with) {
        Prepared read = Prepared.of(batch);
        float[][] result = new float[read.size()][];
        for (int[] part : parts(read.sequences())) {
            NativeWork.requireProcess();
            compute(measuring(with), read, part, values, result);
        }
        return result;
    }

    /** Sequences to compute. */
    private record Typed(String function, List<TokenSequence> typedSequences) implements Objective.Batch {
        @Override
        public List<int[]> sequences() {
            return typedSequences.stream().map(TokenSequence::ids).toList();
        }
    }

    /** A batch whose sequences are made once, not again for each part. */
    private record Prepared(Objective.Batch batch, List<TokenSequence> typedSequences) {
        static Prepared of(Objective.Batch batch) {
            return new Prepared(batch, batch.typedSequences());
        }

        int size() {
            return typedSequences.size();
        }

        List<int[]> sequences() {
            return typedSequences.stream().map(TokenSequence::ids).toList();
        }

        String function() {
            return batch.function();
        }
    }

    private void compute(TrainingScript script, Prepared batch, int[] part, List<PtNDArray> values, float[][] result) {
        PackedSequences pack = pack(batch.typedSequences(), part);
        try (PtNDManager scratch = Torch.newManager()) {
            List<NDArray> arguments = arguments(script, batch, part, pack, scratch);
            float[][] rows = pack.inOrder(
                    script.compute(scratch, batch.function(), arguments, values).toFloatArray());
            for (int i = 0; i < part.length; i++) {
                result[part[i]] = rows[i];
            }
        }
    }

    /**
     * Sums the values that a script function returns for each part of a batch, without dropout.
     *
     * @throws io.rolestream.engine.torch.ProcessEndsException if the process ends before the last part
     */
    double[] sums(String function, Objective.SummedBatch batch, int values, Precision with) {
        double[] sums = new double[values];
        TrainingScript script = measuring(with);
        Prepared read = Prepared.of(batch);
        for (int[] part : parts(read.sequences())) {
            NativeWork.requireProcess();
            PackedSequences pack = pack(read.typedSequences(), part);
            try (PtNDManager scratch = Torch.newManager()) {
                List<NDArray> arguments = arguments(script, read, part, pack, scratch);
                float[] result = script.compute(scratch, function, arguments, parameters.arrays())
                        .toFloatArray();
                for (int i = 0; i < values; i++) {
                    sums[i] += result[i];
                }
            }
        }
        return sums;
    }

    @Override
    public void close() {
        learning.values().forEach(TrainingScript::close);
        measuring.values().forEach(TrainingScript::close);
    }
}
