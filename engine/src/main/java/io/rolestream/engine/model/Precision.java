package io.rolestream.engine.model;

import java.util.Locale;

/** The numbers that a forward pass computes with. */
public enum Precision {
    /** 32-bit floats throughout. */
    FP32,
    /** bfloat16, with the range of a 32-bit float and 8 bits of precision. */
    BF16,
    /** 16-bit floats with 11 bits of precision; for GPUs. */
    FP16,
    /**
     * Linear layers with 8-bit integers, word embeddings kept in bfloat16, the rest in 32-bit floats; for CPUs. Weights
     * are scaled per output, activations per batch, so a text's logits depend slightly on the rest of its batch.
     */
    INT8;

    /** PyTorch's number of the type in which hidden states are computed. */
    int scalarType() {
        return switch (this) {
            case FP32, INT8 -> 6;
            case BF16 -> 15;
            case FP16 -> 5;
        };
    }

    /** That of layers whose results can exceed 16-bit floats. */
    Precision withoutFp16() {
        return this == FP16 ? FP32 : this;
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
