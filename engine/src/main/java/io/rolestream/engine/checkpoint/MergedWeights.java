package io.rolestream.engine.checkpoint;

import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.safetensors.FloatSink;
import io.rolestream.engine.safetensors.TensorInfo;
import io.rolestream.engine.safetensors.Weights;
import java.io.IOException;
import java.util.Map;

/** The weights of a model with low-rank adapters, which are added while a weight is read. */
final class MergedWeights implements Weights {
    private final Weights base;
    private final Map<String, Update> updates;

    /**
     * What is added to a weight {@code [outputs, inputs]}.
     *
     * @param inputs the weight's columns
     * @param a {@code [rank, inputs]}
     * @param b {@code [outputs, rank]}
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Update(int rank, int inputs, float scale, float[] a, float[] b) {
        /**
         * Adds to a piece of the weight.
         *
         * @param from the first element of the piece, in row-major order
         */
        void addTo(float[] values, int count, long from) {
            int done = 0;
            while (done < count) {
                int row = Math.toIntExact((from + done) / inputs);
                int column = (int) ((from + done) % inputs);
                int size = Math.min(count - done, inputs - column);
                for (int r = 0; r < rank; r++) {
                    float factor = scale * b[row * rank + r];
                    int place = r * inputs + column;
                    for (int i = 0; i < size; i++) {
                        values[done + i] += factor * a[place + i];
                    }
                }
                done += size;
            }
        }
    }

    /** @param updates by the names of the tensors that they are added to, which the base has */
    MergedWeights(Weights base, Map<String, Update> updates) {
        this.base = base;
        this.updates = Map.copyOf(updates);
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return base.tensors();
    }

    @Override
    public void forEachChunk(String name, FloatSink sink) throws IOException {
        Update update = updates.get(name);
        if (update == null) {
            base.forEachChunk(name, sink);
            return;
        }
        long[] from = {0};
        base.forEachChunk(name, (values, count) -> {
            update.addTo(values, count, from[0]);
            from[0] += count;
            sink.accept(values, count);
        });
    }

    @Override
    public void close() throws CheckpointException {
        base.close();
    }
}
