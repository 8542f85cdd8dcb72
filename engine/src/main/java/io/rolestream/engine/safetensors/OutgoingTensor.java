package io.rolestream.engine.safetensors;

import io.rolestream.common.text.Quoted;
import java.io.IOException;
import java.util.Arrays;

/**
 * A tensor to be written.
 *
 * @param name its name, unique among those written together
 * @param shape its dimensions, outermost first; none for a scalar
 * @param content supplies the elements when the tensor is written, so that tensors need not all be in memory at once
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record OutgoingTensor(String name, DType dtype, long[] shape, Content content) {
    @FunctionalInterface
    public interface Content {
        /** Passes all elements to the sink, no more and no fewer. */
        void writeTo(TensorSink sink) throws IOException;
    }

    public OutgoingTensor {
        shape = shape.clone();
        if (name.equals(SafetensorsHeader.METADATA_KEY) || name.length() > SafetensorsHeader.MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("not a tensor name: " + Quoted.of(name));
        }
        if (shape.length > SafetensorsHeader.MAX_DIMENSIONS) {
            throw new IllegalArgumentException(
                    "tensor " + Quoted.of(name) + " has more than " + SafetensorsHeader.MAX_DIMENSIONS + " dimensions");
        }
        TensorInfo.bytes(dtype, shape);
    }

    /** A tensor of floats in row-major order; the array is read when the tensor is written. */
    public static OutgoingTensor of(String name, DType dtype, long[] shape, float[] values) {
        return new OutgoingTensor(name, dtype, shape, sink -> sink.floats(values, 0, values.length));
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    public long bytes() {
        return TensorInfo.bytes(dtype, shape);
    }

    @Override
    public String toString() {
        return Quoted.of(name) + " " + dtype + " " + Arrays.toString(shape);
    }
}
