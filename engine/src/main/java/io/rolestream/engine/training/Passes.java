package io.rolestream.engine.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.LengthBatches;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.TrainingScript;
import io.rolestream.engine.torch.Torch;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

    private PackedSequences pack(List<int[]> sequences, int[] part) {
        PackedSequences pack =
                PackedSequences.of(IntStream.of(part).mapToObj(sequences::get).toList());
        pack.check(parameters.config());
        return pack;
    }

    /** Adds the gradients of a part of a batch, and returns its share of the loss. */
    double backward(Objective.Batch batch, int[] part, Precision with) {
        PackedSequences pack = pack(batch.sequences(), part);
        TrainingScript script = learning(with);
        try (PtNDManager scratch = Torch.newManager()) {
            List<NDArray> arguments = script.inputs(pack, scratch);
            arguments.addAll(batch.arguments(part, pack, scratch));
            PtNDArray loss = script.loss(batch.function(), arguments, parameters.arrays(), batch.divisor());
            Torch.backward(loss);
            return loss.getFloat();
        }
    }

    /**
     * The logits of each sequence, without dropout.
     *
     * @param values the parameters to use, in the order of the model's own
     */
    float[][] logits(List<int[]> sequences, List<PtNDArray> values, Precision with) {
        float[][] result = new float[sequences.size()][];
        TrainingScript script = measuring(with);
        for (int[] part : parts(sequences)) {
            PackedSequences pack = pack(sequences, part);
            try (PtNDManager scratch = Torch.newManager()) {
                List<NDArray> arguments = script.inputs(pack, scratch);
                arguments.add(scratch.create(pack.first(), new Shape(pack.size())));
                float[][] rows = pack.inOrder(
                        script.compute(scratch, "logits", arguments, values).toFloatArray());
                for (int i = 0; i < part.length; i++) {
                    result[part[i]] = rows[i];
                }
            }
        }
        return result;
    }

    /** Sums the values that a script function returns for each part of a batch, without dropout. */
    double[] sums(String function, Objective.Batch batch, int values, Precision with) {
        double[] sums = new double[values];
        TrainingScript script = measuring(with);
        for (int[] part : parts(batch.sequences())) {
            PackedSequences pack = pack(batch.sequences(), part);
            try (PtNDManager scratch = Torch.newManager()) {
                List<NDArray> arguments = script.inputs(pack, scratch);
                arguments.addAll(batch.arguments(part, pack, scratch));
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
