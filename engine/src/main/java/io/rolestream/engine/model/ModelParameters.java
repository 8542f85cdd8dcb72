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

    /**
     * Passes the rows of an array to a sink, block by block, so that a large one need not be in memory twice.
     *
     * @param most the most numbers of a block, unless one row has more; where the arrays are in memory anyway, all rows
     *     are one block
     */
    abstract void blocks(int index, int most, BlockSink sink);

    /** Takes a part of an array. */
    @FunctionalInterface
    interface BlockSink {
        /**
         * @param rows {@code [rows, ...]}, valid during the call
         * @param first the first row's place in the whole array
         */
        void accept(PtNDArray rows, long first);
    }

    @Override
    public abstract void close();
}
