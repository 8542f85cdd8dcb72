package io.rolestream.engine.torch;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.List;

/**
 * What this CPU does with products of 8-bit integers. Before VNNI, x86 adds two of them into 16 bits and cuts what does
 * not fit, which changes results badly and silently: two products of 255 and 127 are 64,770, and become 32,767. With
 * activations of 7 bits instead of 8 nothing is cut.
 */
public final class Int8Arithmetic {
    private static final int INPUTS = 64;

    private Int8Arithmetic() {}

    /** Tries it once. */
    private static final class Trial {
        static final boolean SATURATES = saturates();

        private static boolean saturates() {
            try (PtNDManager scratch = Torch.newManager();
                    Script script = Script.load("weights");
                    PtNDArray ones = (PtNDArray) scratch.ones(new Shape(1, INPUTS));
                    Packed weight = script.packed(
                            "quantize_without_bias", Arguments.of().tensor(ones));
                    PtNDArray product = script.tensor(
                            scratch, "int8_product", Arguments.of().tensor(ones).packed(List.of(weight)))) {
                return product.toFloatArray()[0] < 0.9f * INPUTS;
            } catch (TorchException e) {
                return false; // there is no int8 here at all
            }
        }
    }

    /** Whether sums of products are cut if activations use all 8 bits. The first call loads PyTorch. */
    public static boolean saturates() {
        return Trial.SATURATES;
    }
}
