package io.rolestream.engine.safetensors;

import io.rolestream.common.text.Quoted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the elements of tensors to a file through one buffer and checks the size of each tensor. */
public final class TensorSink {
    private static final int BUFFER_BYTES = 1 << 18;

    private final Path file;
    private final WritableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private @Nullable OutgoingTensor tensor;
    private long missing;

    TensorSink(Path file, WritableByteChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    void begin(OutgoingTensor next) {
        tensor = next;
        missing = next.bytes();
    }

    void end() throws CheckpointException {
        if (missing != 0) {
            throw new CheckpointException(file, tensor().name(), "its content is " + missing + " bytes short");
        }
        tensor = null;
    }

    void raw(ByteBuffer bytes) throws IOException {
        flush();
        write(bytes);
    }

    void flush() throws IOException {
        write(buffer.flip());
        buffer.clear();
    }

    /**
     * Writes the next elements of the current tensor, in row-major order, rounded to its type: to nearest, ties to
     * even.
     *
     * @throws IllegalArgumentException if the tensor's type is not {@link DType#writesFromFloat written from floats}
     */
    public void floats(float[] values, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, values.length);
        DType type = tensor().dtype();
        if (!type.writesFromFloat()) {
            throw new IllegalArgumentException(
                    "tensor " + Quoted.of(tensor().name()) + ": floats are not written as " + type);
        }
        int width = type.bits() / Byte.SIZE;
        missing -= (long) width * count;
        if (missing < 0) {
            throw new CheckpointException(
                    file, tensor().name(), "its content is longer than its shape " + tensor() + " says");
        }
        for (int done = 0; done < count; ) {
            if (buffer.remaining() < width) {
                flush();
            }
            int piece = Math.min(count - done, buffer.remaining() / width);
            FloatCodec.encode(type, values, from + done, piece, buffer);
            done += piece;
        }
    }

    private OutgoingTensor tensor() {
        if (tensor == null) {
            throw new IllegalStateException("the tensor that this sink was for is finished");
        }
        return tensor;
    }

    private void write(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw CheckpointException.of(file, tensor == null ? null : tensor.name(), e);
        }
    }
}
