package io.rolestream.engine.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.checkpoint.Activation;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.checkpoint.ModelType;
import io.rolestream.engine.model.Families;
import io.rolestream.engine.model.LengthBatches;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.torch.Arguments;
import io.rolestream.engine.torch.Script;
import io.rolestream.engine.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward passes by the training script, over parts of a batch of at most so many tokens. What a pass allocates is freed
 * with it. The calling thread has to be {@linkplain Torch#prepareThread prepared}.
 */
final class Passes {
    private final Parameters parameters;
    private final Script script;
    private final int passTokens;
    private final @Nullable Double dropout;

    /** @param dropout of the whole model, in place of its configuration's, or null */
    Passes(Parameters parameters, Script script, int passTokens, @Nullable Double dropout) {
        this.parameters = parameters;
        this.script = script;
        this.passTokens = passTokens;
        this.dropout = dropout;
    }

    /** The batch in parts that are computed one after the other; each has texts of similar lengths. */
    List<int[]> parts(List<int[]> sequences) {
        return LengthBatches.of(sequences, passTokens);
    }

    /** Adds the gradients of a part of a batch, and returns its share of the loss. */
    double backward(Objective.Batch batch, int[] part, Precision with) {
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
        result.add(owner.create(pack.positions(Families.of(parameters.config()).firstPosition(parameters.config())), new Shape(pack.tokens())));
        result.add(owner.create(groups, new Shape(2, counts.length)));
        return result;
    }

    private NDArray scriptOptions(double divisor, boolean train, Precision with, PtNDManager owner) {
        ModelConfig config = parameters.config();
        double hidden = !train ? 0 : dropout == null ? config.hiddenDropout() : dropout;
        double attention = !train ? 0 : dropout == null ? config.attentionDropout() : dropout;
        double head = !train ? 0 : dropout == null ? config.effectiveClassifierDropout() : dropout;
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

    /**
     * The logits of sequences, without dropout.
     *
     * @param values the parameters to compute with, in the order of the model's own
     * @return one row for each sequence
     */
    float[][] logits(List<int[]> sequences, List<PtNDArray> values, Precision with) {
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
                        .tensors(values)
                        .tensor(scriptOptions(1, false, with, scratch));
                float[][] rows =
                        pack.inOrder(script.tensor(scratch, "logits", arguments).toFloatArray());
                for (int i = 0; i < part.length; i++) {
                    result[part[i]] = rows[i];
                }
            }
        }
        return result;
    }

    /**
     * The sums over a batch of what a function of the script returns for each part of it, with the parameters as they are and without
     * dropout.
     */
    double[] sums(String function, Objective.Batch batch, int values, Precision with) {
        double[] sums = new double[values];
        for (int[] part : parts(batch.sequences())) {
            PackedSequences pack = PackedSequences.of(
                    IntStream.of(part).mapToObj(batch.sequences()::get).toList());
            try (PtNDManager scratch = Torch.newManager()) {
                Arguments arguments = Arguments.of();
                inputs(pack, scratch).forEach(arguments::tensor);
                batch.arguments(part, pack, scratch).forEach(arguments::tensor);
                arguments.tensors(parameters.arrays()).tensor(scriptOptions(1, false, with, scratch));
                float[] result = script.tensor(scratch, function, arguments).toFloatArray();
                for (int i = 0; i < values; i++) {
                    sums[i] += result[i];
                }
            }
        }
        return sums;
    }
}
