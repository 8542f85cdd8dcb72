package io.rolestream.benchmarks.model;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.torch.Arguments;
import io.rolestream.engine.torch.Packed;
import io.rolestream.engine.torch.Script;
import io.rolestream.engine.torch.Torch;
import java.util.List;

/**
 * The upper limit: the product of 2,048 rows of 768 with a packed matrix of 768 by 3,072, the largest of roberta-base.
 */
final class MatmulPeak implements AutoCloseable {
    private static final int ROWS = 2_048;
    private static final int INPUTS = 768;
    private static final int OUTPUTS = 3_072;
    private static final int TRIES = 5;

    private final PtNDManager manager = Torch.newManager();
    private final Script script = Script.load("weights");
    private final PtNDArray input = normal(ROWS, INPUTS);
    private final PtNDArray weight = normal(OUTPUTS, INPUTS);
    private final PtNDArray bias = normal(OUTPUTS);
    private final PtNDArray packed = reordered(weight);
    private final PtNDArray input16 = convert(input);
    private final PtNDArray bias16 = convert(bias);
    private final PtNDArray packed16 = reordered(convert(weight));
    private final Packed packed8 =
            script.packed("quantize", Arguments.of().tensor(weight).tensor(bias));

    private PtNDArray normal(long... shape) {
        return (PtNDArray) manager.randomNormal(0, 1, new Shape(shape), DataType.FLOAT32);
    }

    private PtNDArray convert(PtNDArray array) {
        return script.tensor(manager, "to_bf16", Arguments.of().tensor(array));
    }

    private PtNDArray reordered(PtNDArray array) {
        return script.tensor(manager, "reorder", Arguments.of().tensor(array).integer(ROWS));
    }

    /** Operations per second, the best of a few tries on the calling thread, which must be prepared. */
    double flops(Precision precision) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long start = System.nanoTime();
            multiply(precision);
            best = Math.min(best, System.nanoTime() - start);
        }
        return 2.0 * ROWS * INPUTS * OUTPUTS * 1e9 / best;
    }

    private void multiply(Precision precision) {
        Arguments arguments = switch (precision) {
            case FP32 -> Arguments.of().tensor(input).tensor(packed).tensor(bias);
            case BF16 -> Arguments.of().tensor(input16).tensor(packed16).tensor(bias16);
            case INT8 -> Arguments.of().tensor(input).packed(List.of(packed8));
            case FP16 -> throw new IllegalArgumentException("not on a CPU");
        };
        try (PtNDManager scratch = Torch.newManager();
                PtNDArray result = precision == Precision.INT8
                        ? script.tensor(scratch, "int8_product", arguments)
                        : script.tensor(scratch, "packed_product", arguments)) {
            if (result.getShape().get(1) != OUTPUTS) {
                throw new IllegalStateException("a product of shape " + result.getShape());
            }
        }
    }

    @Override
    public void close() {
        packed8.close();
        script.close();
        manager.close();
    }
}
