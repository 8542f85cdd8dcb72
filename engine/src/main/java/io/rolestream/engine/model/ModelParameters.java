package io.rolestream.engine.model;

import ai.djl.pytorch.engine.PtNDArray;
import io.rolestream.engine.checkpoint.ModelConfig;

/** The parameters of a model as float32 arrays: all in main memory, or each read when it is needed. */
public abstract sealed class ModelParameters implements AutoCloseable permits Parameters, StoredParameters {
    private final ModelConfig config;
    private final ModelLayout layout;

    ModelParameters(ModelConfig config, ModelLayout layout) {
        this.config = config;
        this.layout = layout;
    }

    /** The model that these are the parameters of. */
    public final ModelConfig config() {
        return config;
    }

    public final Head head() {
        return layout.head();
    }

    final ModelLayout layout() {
        return layout;
    }

    /** One of the arrays, in the order of the layout; valid until the next call. */
    abstract PtNDArray array(int index);

    @Override
    public abstract void close();
}
