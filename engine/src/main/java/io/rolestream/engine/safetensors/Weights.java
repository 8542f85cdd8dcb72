package io.rolestream.engine.safetensors;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The tensors of a checkpoint, in one file or several. Everything that a header claims was checked when it was opened.
 * Safe for use by several threads. An interrupt of a thread that reads closes the files, as everywhere in NIO.
 */
public interface Weights extends Closeable {
    /** The file with all weights of a checkpoint. */
    String SINGLE_FILE = "model.safetensors";

    /** The file that says which shard holds which tensor. */
    String INDEX_FILE = "model.safetensors.index.json";

    /**
     * Opens the weights of a checkpoint directory: {@value #SINGLE_FILE}, or the shards of {@value #INDEX_FILE} where
     * that is missing.
     *
     * @throws CheckpointException if there is neither, or a file of them is missing or malformed
     */
    static Weights open(Path directory) throws CheckpointException {
        Path single = directory.resolve(SINGLE_FILE);
        if (Files.exists(single)) {
            return SafetensorsFile.open(single);
        }
        Path index = directory.resolve(INDEX_FILE);
        if (Files.exists(index)) {
            return ShardedSafetensors.open(index);
        }
        throw PickleRefusal.noSafetensors(directory);
    }

    /** All tensors by name, in the order of their places in the file; shard after shard where there are several. */
    Map<String, TensorInfo> tensors();

    /**
     * The bytes of a tensor as a read-only, direct, little-endian window on the mapped file, valid even after the
     * weights are closed.
     *
     * <p>Nothing is copied: a page is read when it is first touched. If the file is truncated meanwhile, Java code that
     * touches a lost page gets an {@link InternalError}, and native code kills the process; so pass a window to native
     * code only where the file is replaced as a whole, never written in place, which is how this package writes.
     * {@link #floats} and {@link #forEachChunk} read without a mapping and turn a truncation into an exception.
     *
     * @throws CheckpointException if there is no such tensor, it takes 2 GiB or more, or the file has changed its size
     */
    ByteBuffer data(String name) throws CheckpointException;

    /**
     * A part of a tensor's bytes, otherwise as {@link #data(String)}; so a tensor of any size can be mapped in parts.
     *
     * @param offset where the part begins, in bytes from the tensor's begin
     * @param length the part's size in bytes
     * @throws IndexOutOfBoundsException if the part is not inside the tensor
     */
    ByteBuffer data(String name, long offset, int length) throws CheckpointException;

    /**
     * The values of a tensor, in row-major order.
     *
     * @throws CheckpointException if there is no such tensor, its type does not {@link DType#readsAsFloat read as
     *     float}, it has more elements than an array, or it cannot be read
     */
    float[] floats(String name) throws CheckpointException;

    /**
     * Passes the values of a tensor of any size to a sink, in row-major order, in pieces.
     *
     * @throws CheckpointException if there is no such tensor, its type does not {@link DType#readsAsFloat read as
     *     float}, or it cannot be read
     * @throws IOException what the sink throws
     */
    void forEachChunk(String name, FloatSink sink) throws IOException;

    /** Closes the files. */
    @Override
    void close() throws CheckpointException;
}
