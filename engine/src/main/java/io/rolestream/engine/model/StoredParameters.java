package io.rolestream.engine.model;

import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.safetensors.FloatSink;
import io.rolestream.engine.safetensors.Weights;
import io.rolestream.engine.torch.NativeWork;
import io.rolestream.engine.torch.Torch;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that stay in their checkpoint and are read one at a time, so that a model that is loaded for inference is
 * in memory once: in the precision that it is computed with. Not thread-safe.
 */
public final class StoredParameters extends ModelParameters {
    private final Weights weights;
    private final TensorSource source;
    private @Nullable Read last;

    /** An array that was read, and what owns it. */
    private record Read(int index, PtNDManager owner, PtNDArray array) {}

    private StoredParameters(CheckpointDirectory checkpoint, ModelLayout layout) throws CheckpointException {
        super(checkpoint.config(), layout);
        weights = checkpoint.openWeights();
        source = new TensorSource(checkpoint.path(), layout, "", weights);
        try {
            for (Parameter parameter : layout.parameters()) {
                source.check(parameter);
            }
        } catch (CheckpointException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens a classifier.
     *
     * @throws CheckpointException if the checkpoint is a base model without a classifier, or a tensor is missing or has
     *     another shape than {@code config.json} says
     */
    public static StoredParameters classifier(CheckpointDirectory checkpoint) throws CheckpointException {
        Parameters.requireLabels(checkpoint);
        return new StoredParameters(
                checkpoint, EncoderFamily.of(checkpoint.config()).layout(checkpoint.config(), Head.CLASSIFIER));
    }

    /**
     * Opens the encoder without any head.
     *
     * @throws CheckpointException if a tensor is missing or has another shape than {@code config.json} says
     */
    public static StoredParameters encoder(CheckpointDirectory checkpoint) throws CheckpointException {
        return new StoredParameters(
                checkpoint, EncoderFamily.of(checkpoint.config()).layout(checkpoint.config(), Head.NONE));
    }

    /**
     * Opens a model that generates text.
     *
     * @throws CheckpointException if a tensor is missing or has another shape than {@code config.json} says
     * @throws IllegalArgumentException if models of its type do not generate text
     */
    public static StoredParameters generator(CheckpointDirectory checkpoint) throws CheckpointException {
        ModelConfig config = checkpoint.config();
        return new StoredParameters(checkpoint, GeneratorFamily.of(config).generatorLayout(config));
    }

    @Override
    PtNDArray array(int index) {
        Read read = last;
        if (read == null || read.index() != index) {
            free();
            read = read(index);
            last = read;
        }
        return read.array();
    }

    private Read read(int index) {
        Parameter parameter = layout().parameters().get(index);
        PtNDManager owner = Torch.newManager();
        try {
            PtNDArray array = Parameters.empty(owner, parameter);
            source.read(parameter, Parameters.floats(array));
            return new Read(index, owner, array);
        } catch (CheckpointException e) {
            owner.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            owner.close();
            throw e;
        }
    }

    @Override
    void blocks(int index, int most, BlockSink sink) {
        Parameter parameter = layout().parameters().get(index);
        long[] shape = parameter.shape().stream().mapToLong(Long::longValue).toArray();
        long rowSize = parameter.elements() / shape[0];
        long rows = Math.min(shape[0], Math.max(1, most / rowSize));
        free();
        try (PtNDManager owner = Torch.newManager()) {
            source.read(parameter, new Blocks(owner, shape, rows, sink));
        } catch (CheckpointException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills one block after the other, always in the same array, the last one possibly in part. */
    private static final class Blocks implements FloatSink {
        private final PtNDArray block;
        private final FloatBuffer values;
        private final BlockSink sink;
        private final long[] shape;
        private final long rows;
        private long done;

        Blocks(PtNDManager owner, long[] shape, long rows, BlockSink sink) {
            long[] part = shape.clone();
            part[0] = rows;
            block = Parameters.empty(owner, part);
            values = Parameters.floats(block);
            this.sink = sink;
            this.shape = shape;
            this.rows = rows;
        }

        @Override
        public void accept(float[] chunk, int count) {
            for (int from = 0; from < count; ) {
                int part = Math.min(count - from, values.remaining());
                values.put(chunk, from, part);
                from += part;
                long filled = rows * values.position() / values.capacity();
                boolean last = done + filled == shape[0];
                if (!values.hasRemaining()) {
                    sink.accept(block, done);
                } else if (last) {
                    try (PtNDArray some = (PtNDArray) block.get(new NDIndex("0:" + filled))) {
                        sink.accept(some, done);
                    }
                }
                if (!values.hasRemaining() || last) {
                    done += filled;
                    values.clear();
                }
            }
        }
    }

    private void free() {
        try (NativeWork work = NativeWork.beginFreeing()) {
            if (work != null && last != null) {
                last.owner().close();
                last = null;
            }
        }
    }

    @Override
    public void close() {
        free();
        try {
            weights.close();
        } catch (CheckpointException e) {
            throw new UncheckedIOException(e);
        }
    }
}
