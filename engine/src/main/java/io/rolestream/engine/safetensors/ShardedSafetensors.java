package io.rolestream.engine.safetensors;

import io.rolestream.common.text.Nearest;
import io.rolestream.common.text.Quoted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights in several safetensors files, of which an index says which one holds which tensor. Index and files must agree
 * exactly.
 */
public final class ShardedSafetensors implements Weights {
    private final Path index;
    private final Collection<SafetensorsFile> shards;
    private final Map<String, SafetensorsFile> shardOf = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    private ShardedSafetensors(Path index, Collection<SafetensorsFile> shards) {
        this.index = index;
        this.shards = List.copyOf(shards);
        for (SafetensorsFile shard : shards) {
            shard.tensors().keySet().forEach(name -> shardOf.put(name, shard));
            tensors.putAll(shard.tensors());
        }
    }

    /**
     * Opens all shards of an index file.
     *
     * @throws CheckpointException if the index or a shard is missing or malformed, a tensor is missing from the shard
     *     that should hold it, or a shard holds one that the index has elsewhere or not at all
     */
    public static ShardedSafetensors open(Path index) throws CheckpointException {
        ShardIndex shardOf = ShardIndex.read(index);
        Map<String, SafetensorsFile> shards = new LinkedHashMap<>();
        try {
            for (String name : shardOf.shards()) {
                shards.put(name, SafetensorsFile.open(index.resolveSibling(name)));
            }
            check(index, shardOf, shards);
            return new ShardedSafetensors(index, shards.values());
        } catch (CheckpointException | RuntimeException | Error e) {
            closeAfter(e, shards.values());
            throw e;
        }
    }

    private static void check(Path index, ShardIndex shardOf, Map<String, SafetensorsFile> shards)
            throws CheckpointException {
        for (Map.Entry<String, SafetensorsFile> shard : shards.entrySet()) {
            List<String> extra = new ArrayList<>();
            for (String tensor : shard.getValue().tensors().keySet()) {
                if (!shard.getKey().equals(shardOf.shardOf().get(tensor))) {
                    extra.add(tensor);
                }
            }
            List<String> missing = shardOf.shardOf().entrySet().stream()
                    .filter(e -> e.getValue().equals(shard.getKey())
                            && !shard.getValue().tensors().containsKey(e.getKey()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (!missing.isEmpty()) {
                throw new CheckpointException(
                        shard.getValue().file(),
                        "does not hold " + Quoted.list(missing) + ", which " + index + " has in it");
            }
            if (!extra.isEmpty()) {
                throw new CheckpointException(
                        shard.getValue().file(),
                        "holds " + Quoted.list(extra) + ", which " + index + " does not have in it");
            }
        }
    }

    private static void closeAfter(Throwable error, Collection<SafetensorsFile> shards) {
        for (SafetensorsFile shard : shards) {
            try {
                shard.close();
            } catch (CheckpointException e) {
                error.addSuppressed(e);
            }
        }
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public ByteBuffer data(String name) throws CheckpointException {
        return shardOf(name).data(name);
    }

    @Override
    public ByteBuffer data(String name, long offset, int length) throws CheckpointException {
        return shardOf(name).data(name, offset, length);
    }

    @Override
    public float[] floats(String name) throws CheckpointException {
        return shardOf(name).floats(name);
    }

    @Override
    public void forEachChunk(String name, FloatSink sink) throws IOException {
        shardOf(name).forEachChunk(name, sink);
    }

    private SafetensorsFile shardOf(String name) throws CheckpointException {
        SafetensorsFile shard = shardOf.get(name);
        if (shard == null) {
            throw new CheckpointException(index, name, "is not there" + Nearest.hint(name, tensors.keySet()));
        }
        return shard;
    }

    @Override
    public void close() throws CheckpointException {
        CheckpointException first = null;
        for (SafetensorsFile shard : shards) {
            try {
                shard.close();
            } catch (CheckpointException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    @Override
    public String toString() {
        return index + " (" + tensors.size() + " tensors in " + shards.size() + " shards)";
    }
}
