package io.rolestream.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.torch.Torch;
import java.util.Arrays;

/**
 * A family's {@linkplain ReferencePass reference pass} over padded batches. What the fast passes are tested against;
 * several times slower.
 */
public final class ReferenceEncoder implements Encoder {
    private final Parameters parameters;
    private final Output output;
    private final ReferencePass pass;

    /** @param parameters are used, not copied, and stay their owner's */
    public ReferenceEncoder(Parameters parameters, Output output) {
        output.check(parameters);
        this.parameters = parameters;
        this.output = output;
        pass = ReferencePass.of(parameters);
    }

    @Override
    public float[][] compute(PackedSequences sequences) {
        sequences.check(parameters.config());
        try (PtNDManager scratch = Torch.newManager()) {
            int width = sequences.longest();
            int rows = sequences.size();
            long[] ids = new long[rows * width];
            long[] positions = new long[rows * width];
            long[] types = new long[rows * width];
            float[] mask = new float[rows * width];
            Arrays.fill(ids, parameters.config().padTokenId());
            Arrays.fill(mask, ReferencePass.MASKED);
            int[] packedPositions = EncoderFamily.of(parameters.config()).positions(parameters.config(), sequences);
            int[] packedTypes = sequences.types();
            int[] first = sequences.first();
            for (int row = 0; row < rows; row++) {
                int end = row + 1 < rows ? first[row + 1] : sequences.tokens();
                for (int packed = first[row]; packed < end; packed++) {
                    int at = row * width + packed - first[row];
                    ids[at] = sequences.ids()[packed];
                    positions[at] = packedPositions[packed];
                    types[at] = packedTypes.length == 1 ? packedTypes[0] : packedTypes[packed];
                    mask[at] = 0;
                }
            }
            Shape shape = new Shape(rows, width);
            NDArray masks = scratch.create(mask, new Shape(rows, 1, 1, width));
            NDArray hidden = pass.hidden(
                    scratch.create(ids, shape), scratch.create(positions, shape), scratch.create(types, shape), masks);
            int[] places = EncoderFamily.of(parameters.config()).readPlaces(parameters.config(), sequences);
            NDList read = new NDList();
            for (int row = 0; row < rows; row++) {
                read.add(hidden.get(row, output == Output.LOGITS ? places[row] - first[row] : 0));
            }
            return sequences.inOrder(result(hidden, NDArrays.stack(read), masks).toFloatArray());
        }
    }

    private NDArray result(NDArray hidden, NDArray read, NDArray mask) {
        NDArray real = mask.eq(0)
                .toType(ai.djl.ndarray.types.DataType.FLOAT32, false)
                .reshape(hidden.getShape().get(0), hidden.getShape().get(1), 1);
        NDArray mean = hidden.mul(real).sum(new int[] {1}).div(real.sum(new int[] {1}));
        return switch (output) {
            case LOGITS -> pass.logits(read, mean);
            case FIRST_TOKEN -> read;
            case MEAN -> mean;
        };
    }

    @Override
    public String description() {
        return "fp32 on cpu, reference";
    }

    /** Does nothing: the parameters are their owner's. */
    @Override
    public void close() {}
}
