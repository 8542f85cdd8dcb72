package io.rolestream.engine.safetensors;

import io.rolestream.common.text.Nearest;
import io.rolestream.common.text.Quoted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Weights in several safetensors files, and the index that says which one holds which tensor. What it does not name is
 * ignored.
 */
final class ShardedSafetensors implements Weights {
    private final Path index;
    private final Collection<SafetensorsFile> shards;
    private final Map<String, SafetensorsFile> shardOf = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    private ShardedSafetensors(Path index, ShardIndex shardOf, Map<String, SafetensorsFile> shards) {
        this.index = index;
        this.shards = List.copyOf(shards.values());
        shards.forEach((file, shard) -> shard.tensors().forEach((name, info) -> {
            if (file.equals(shardOf.shardOf().get(name))) {
                this.shardOf.put(name, shard);
                tensors.put(name, info);
            }
        }));
    }

    /**
     * Opens all shards of an index file.
     *
     * @throws CheckpointException if the index or a shard is missing or malformed, or a shard does not hold the tensors
     *     that the index says; others in it are ignored
     */
    static ShardedSafetensors open(Path index) throws CheckpointException {
        ShardIndex shardOf = ShardIndex.read(index);
        Map<String, SafetensorsFile> shards = new LinkedHashMap<>();
        try {
            for (String name : shardOf.shards()) {
                shards.put(name, SafetensorsFile.open(index.resolveSibling(name)));
            }
            check(index, shardOf, shards);
            return new ShardedSafetensors(index, shardOf, shards);
        } catch (CheckpointException | RuntimeException | Error e) {
            closeAfter(e, shards.values());
            throw e;
        }
    }

    private static void check(Path index, ShardIndex shardOf, Map<String, SafetensorsFile> shards)
            throws CheckpointException {
        Set<String> seen = new HashSet<>();
        for (Map.Entry<String, SafetensorsFile> shard : shards.entrySet()) {
            Set<String> held = shard.getValue().tensors().keySet();
            List<String> again =
                    held.stream().filter(tensor -> !seen.add(tensor)).toList();
            List<String> missing = shardOf.shardOf().entrySet().stream()
                    .filter(e -> e.getValue().equals(shard.getKey()) && !held.contains(e.getKey()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (!missing.isEmpty()) {
                throw new CheckpointException(
                        shard.getValue().file(),
                        "does not hold " + Quoted.list(missing) + ", which " + index + " has in it");
            }
            if (!again.isEmpty()) {
                throw new CheckpointException(
                        shard.getValue().file(), "holds " + Quoted.list(again) + ", which is in another shard too");
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
    public void forEachChunk(String name, FloatSink sink) throws IOException {
        SafetensorsFile shard = shardOf.get(name);
        if (shard == null) {
            throw new CheckpointException(index, name, "is not there" + Nearest.hint(name, tensors.keySet()));
        }
        shard.forEachChunk(name, sink);
    }

    @Override
    public void close() throws CheckpointException {
        CheckpointException failure = new CheckpointException(index, "not all shards could be closed");
        closeAfter(failure, shards);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    @Override
    public String toString() {
        return index + " (" + tensors.size() + " tensors in " + shards.size() + " shards)";
    }
}
