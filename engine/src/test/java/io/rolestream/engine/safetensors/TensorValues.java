package io.rolestream.engine.safetensors;

import java.io.IOException;
import java.nio.FloatBuffer;

/** All values of a tensor at once. */
public final class TensorValues {
    private TensorValues() {}

    public static float[] of(Weights weights, String name) throws IOException {
        TensorInfo tensor = weights.tensors().get(name);
        FloatBuffer all = FloatBuffer.allocate(tensor == null ? 0 : (int) tensor.elements());
        weights.forEachChunk(name, (values, count) -> all.put(values, 0, count));
        return all.array();
    }
}
