package io.rolestream.engine.safetensors;

import io.rolestream.common.text.Nearest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** One safetensors file, open for reading; a file that shrinks meanwhile ends a read with an exception. */
public final class SafetensorsFile implements Weights {
    /** Elements per read: enough to make system calls cheap, few enough to stay in a core's cache. */
    private static final int CHUNK = 1 << 15;

    private final Path file;
    private final FileChannel channel;
    private final SafetensorsHeader header;

    private SafetensorsFile(Path file, FileChannel channel, SafetensorsHeader header) {
        this.file = file;
        this.channel = channel;
        this.header = header;
    }

    /**
     * Opens a file and checks its whole header.
     *
     * @throws CheckpointException if it cannot be read or is not a valid safetensors file
     */
    public static SafetensorsFile open(Path file) throws CheckpointException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new CheckpointException(file, "is not a regular file");
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                return new SafetensorsFile(file, channel, HeaderReader.read(file, channel));
            } catch (IOException | RuntimeException | Error e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw CheckpointException.of(file, null, e);
        }
    }

    public Path file() {
        return file;
    }

    /** The free-form texts of the header, in file order. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return header.tensors();
    }

    @Override
    public void forEachChunk(String name, FloatSink sink) throws IOException {
        TensorInfo tensor = tensor(name);
        DType type = tensor.dtype();
        if (!type.readsAsFloat()) {
            throw new CheckpointException(file, name, "elements of type " + type + " do not convert to float");
        }
        int width = type.bits() / Byte.SIZE;
        float[] values = new float[(int) Math.min(CHUNK, tensor.elements())];
        ByteBuffer buffer = ByteBuffer.allocate(width * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long done = 0; done < tensor.elements(); ) {
            int count = (int) Math.min(values.length, tensor.elements() - done);
            fill(
                    tensor,
                    buffer.clear().limit(width * count),
                    header.dataStart() + tensor.begin() + width * done);
            FloatCodec.decode(type, buffer.flip(), values, count);
            sink.accept(values, count);
            done += count;
        }
    }

    private void fill(TensorInfo tensor, ByteBuffer buffer, long position) throws CheckpointException {
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, position + buffer.position()) < 0) {
                    throw new CheckpointException(file, tensor.name(), ChannelInput.truncated(channel.size()));
                }
            }
        } catch (IOException e) {
            throw CheckpointException.of(file, tensor.name(), e);
        }
    }

    private TensorInfo tensor(String name) throws CheckpointException {
        TensorInfo tensor = header.tensors().get(name);
        if (tensor == null) {
            throw new CheckpointException(
                    file,
                    name,
                    "is not there" + Nearest.hint(name, header.tensors().keySet()));
        }
        return tensor;
    }

    @Override
    public void close() throws CheckpointException {
        try {
            channel.close();
        } catch (IOException e) {
            throw CheckpointException.of(file, null, e);
        }
    }

    @Override
    public String toString() {
        return file + " (" + header.tensors().size() + " tensors)";
    }
}
