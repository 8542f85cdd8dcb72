package io.rolestream.engine.safetensors;

import io.rolestream.common.text.Quoted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tensor to be written.
 *
 * @param name its name, unique among those written together
 * @param dtype the type to write it as
 * @param shape its dimensions, outermost first; none for a scalar
 * @param content supplies its elements when they are written, so that not all tensors need to be in memory together
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record OutgoingTensor(String name, DType dtype, long[] shape, Content content) {
    /** Hands over the elements of a tensor. */
    @FunctionalInterface
    public interface Content {
        /** Passes all elements to the sink, no more and no fewer. */
        void writeTo(TensorSink sink) throws IOException;
    }

    public OutgoingTensor {
        shape = shape.clone();
        if (name.equals(SafetensorsHeader.METADATA_KEY) || name.length() > SafetensorsHeader.MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("not a name for a tensor: " + Quoted.of(name));
        }
        if (shape.length > SafetensorsHeader.MAX_DIMENSIONS) {
            throw new IllegalArgumentException(
                    "tensor " + Quoted.of(name) + " has more than " + SafetensorsHeader.MAX_DIMENSIONS + " dimensions");
        }
        TensorInfo.bytes(dtype, shape);
    }

    /**
     * A tensor of floats.
     *
     * @param dtype one that is {@link DType#writesFromFloat written from floats}
     * @param values its elements in row-major order; they are read when the tensor is written
     */
    public static OutgoingTensor of(String name, DType dtype, long[] shape, float[] values) {
        return new OutgoingTensor(name, dtype, shape, sink -> sink.floats(values, 0, values.length));
    }

    /**
     * A tensor of raw elements.
     *
     * @param elements the buffer's remaining bytes: elements of the type, little-endian; they are read when the tensor
     *     is written
     */
    public static OutgoingTensor of(String name, DType dtype, long[] shape, ByteBuffer elements) {
        return new OutgoingTensor(name, dtype, shape, sink -> sink.bytes(elements.duplicate()));
    }

    /**
     * A copy of a tensor of other weights, which must be open when it is written.
     *
     * @throws IllegalArgumentException if there is no such tensor
     */
    public static OutgoingTensor copy(Weights from, String name) {
        TensorInfo tensor = from.tensors().get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor " + Quoted.of(name) + " in " + from);
        }
        return new OutgoingTensor(name, tensor.dtype(), tensor.shape(), sink -> {
            for (long at = 0; at < tensor.bytes(); ) {
                int length = (int) Math.min(1 << 30, tensor.bytes() - at);
                sink.bytes(from.data(name, at, length));
                at += length;
            }
        });
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** The bytes that it takes. */
    public long bytes() {
        return TensorInfo.bytes(dtype, shape);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return Quoted.of(name) + " " + dtype + " " + Arrays.toString(shape);
    }
}
