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
import java.util.Objects;

/**
 * One safetensors file, open for reading.
 *
 * <p>There are two ways to a tensor's bytes. {@link #data} maps them and copies nothing; the file is mapped in windows
 * of whole tensors up to 2 GiB, so files may be larger than a buffer can be. {@link #floats} and {@link #forEachChunk}
 * read through the file channel into a small buffer: a file that shrinks under such a read ends in an exception, where
 * a mapping would raise an asynchronous error.
 */
public final class SafetensorsFile implements Weights {
    /** Values per piece: large enough to make system calls cheap, small enough to stay in a core's cache. */
    private static final int CHUNK = 1 << 15;

    /** The longest array that every virtual machine can make. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private final Path file;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final MappedWindows windows;

    private SafetensorsFile(Path file, FileChannel channel, SafetensorsHeader header) {
        this.file = file;
        this.channel = channel;
        this.header = header;
        this.windows = new MappedWindows(channel, header);
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

    /** The file's path, as it was given. */
    public Path file() {
        return file;
    }

    /** The free-form texts of the header, in their order. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return header.tensors();
    }

    @Override
    public ByteBuffer data(String name) throws CheckpointException {
        TensorInfo tensor = tensor(name);
        if (tensor.bytes() > Integer.MAX_VALUE) {
            throw new CheckpointException(
                    file, name, "takes " + tensor.bytes() + " bytes, too many for one buffer; read it in parts");
        }
        return data(name, 0, (int) tensor.bytes());
    }

    @Override
    public ByteBuffer data(String name, long offset, int length) throws CheckpointException {
        TensorInfo tensor = tensor(name);
        Objects.checkFromIndexSize(offset, length, tensor.bytes());
        try {
            long size = channel.size();
            if (size != header.fileSize()) {
                throw new CheckpointException(
                        file, name, "the file had " + header.fileSize() + " bytes when it was opened, now " + size);
            }
            return windows.map(tensor, offset, length);
        } catch (IOException e) {
            throw CheckpointException.of(file, name, e);
        }
    }

    @Override
    public float[] floats(String name) throws CheckpointException {
        TensorInfo tensor = tensor(name);
        if (tensor.elements() > MAX_ARRAY) {
            throw new CheckpointException(
                    file, name, "has " + tensor.elements() + " elements, too many for one array; read it in parts");
        }
        float[] values = new float[readable(tensor) ? (int) tensor.elements() : 0];
        read(tensor, 0, values, 0, values.length);
        return values;
    }

    @Override
    public void forEachChunk(String name, FloatSink sink) throws IOException {
        TensorInfo tensor = tensor(name);
        long elements = readable(tensor) ? tensor.elements() : 0;
        float[] values = new float[(int) Math.min(CHUNK, elements)];
        for (long done = 0; done < elements; ) {
            int count = (int) Math.min(values.length, elements - done);
            read(tensor, done, values, 0, count);
            sink.accept(values, count);
            done += count;
        }
    }

    private void read(TensorInfo tensor, long from, float[] into, int at, int count) throws CheckpointException {
        int width = tensor.dtype().bits() / Byte.SIZE;
        ByteBuffer buffer = ByteBuffer.allocate(width * Math.min(CHUNK, count)).order(ByteOrder.LITTLE_ENDIAN);
        long position = header.dataStart() + tensor.begin() + width * from;
        for (int done = 0; done < count; ) {
            int values = Math.min(CHUNK, count - done);
            fill(tensor, buffer.clear().limit(width * values), position);
            FloatCodec.decode(tensor.dtype(), buffer.flip(), into, at + done, values);
            position += (long) width * values;
            done += values;
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

    private boolean readable(TensorInfo tensor) throws CheckpointException {
        if (!tensor.dtype().readsAsFloat()) {
            throw new CheckpointException(
                    file, tensor.name(), "elements of type " + tensor.dtype() + " do not convert to float");
        }
        return true;
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
