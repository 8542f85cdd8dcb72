package io.rolestream.engine.safetensors;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The tensors of a checkpoint, in one file or several, whose headers were checked when they were opened. Thread-safe.
 * An interrupt of a reading thread closes the files, as everywhere in NIO.
 */
public interface Weights extends Closeable {
    /** The file with all weights of a checkpoint. */
    String SINGLE_FILE = "model.safetensors";

    /** The file that says which shard holds which tensor. */
    String INDEX_FILE = "model.safetensors.index.json";

    /**
     * Opens the weights of a checkpoint directory: {@value #SINGLE_FILE}, or else the shards of {@value #INDEX_FILE}.
     *
     * @throws CheckpointException if neither exists, or a file is missing or malformed
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

    /** All tensors by name, in file order, shard after shard. */
    Map<String, TensorInfo> tensors();

    /**
     * Passes the values of a tensor of any size to a sink, in row-major order, in pieces.
     *
     * @throws CheckpointException if there is no such tensor, its type does not {@link DType#readsAsFloat read as
     *     float}, or it cannot be read
     * @throws IOException if the sink throws it
     */
    void forEachChunk(String name, FloatSink sink) throws IOException;

    @Override
    void close() throws CheckpointException;
}
