package io.rolestream.engine.torch;

import ai.djl.pytorch.jni.IValue;

/**
 * Weights in a layout of PyTorch's own, such as the int8 layout of a linear layer; only a {@link Script} can use them.
 */
public final class Packed implements AutoCloseable {
    private final IValue value;

    Packed(IValue value) {
        this.value = value;
    }

    IValue value() {
        return value;
    }

    /** Frees the weights. */
    @Override
    public void close() {
        value.close();
    }
}
