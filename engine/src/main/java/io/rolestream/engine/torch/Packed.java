package io.rolestream.engine.torch;

import ai.djl.pytorch.jni.IValue;

/** Weights in PyTorch's own layout, such as that of an int8 linear layer; only a {@link Script} can use them. */
public final class Packed implements AutoCloseable {
    private final IValue value;

    Packed(IValue value) {
        this.value = value;
    }

    IValue value() {
        return value;
    }

    @Override
    public void close() {
        value.close();
    }
}
