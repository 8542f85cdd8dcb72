package io.rolestream.engine.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the elements of one tensor in row-major order, in pieces of any size. */
public interface TensorSink {
    /**
     * Writes floats, converted to the tensor's type: rounded to the nearest, ties to even.
     *
     * @throws IllegalArgumentException if the tensor's type is not {@link DType#writesFromFloat written from floats}
     */
    void floats(float[] values, int from, int count) throws IOException;

    /** Writes the remaining bytes of a buffer as they are: elements of the tensor's type, little-endian. */
    void bytes(ByteBuffer elements) throws IOException;
}
