package io.rolestream.engine.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.text.Quoted;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of {@value Weights#INDEX_FILE}: which shard holds which tensor.
 *
 * @param shardOf the name of the shard by the name of the tensor, in the order of the file
 */
public record ShardIndex(Map<String, String> shardOf) {
    private static final int MAX_BYTES = 64 * 1024 * 1024;
    private static final int MAX_SHARDS = 1000;

    public ShardIndex {
        shardOf = Collections.unmodifiableMap(new LinkedHashMap<>(shardOf));
    }

    /**
     * Reads an index file.
     *
     * @throws CheckpointException if it cannot be read, is malformed, or names a shard that is not beside it
     */
    public static ShardIndex read(Path file) throws CheckpointException {
        ObjectNode root;
        try {
            root = JsonFiles.read(file, MAX_BYTES);
        } catch (FileException e) {
            throw CheckpointException.of(file, null, e);
        }
        if (!(root.get("weight_map") instanceof ObjectNode weightMap)) {
            throw new CheckpointException(file, "has no object \"weight_map\"");
        }
        Map<String, String> shardOf = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : weightMap.properties()) {
            if (!entry.getValue().isTextual()) {
                throw new CheckpointException(file, entry.getKey(), "its shard is not a text");
            }
            String shard = entry.getValue().textValue();
            if (!isShardName(shard)) {
                throw new CheckpointException(
                        file,
                        entry.getKey(),
                        Quoted.of(shard) + " is not the name of a safetensors file beside this one");
            }
            shardOf.put(entry.getKey(), shard);
        }
        ShardIndex index = new ShardIndex(shardOf);
        if (shardOf.isEmpty()) {
            throw new CheckpointException(file, "\"weight_map\" is empty");
        }
        if (index.shards().size() > MAX_SHARDS) {
            throw new CheckpointException(file, "names more than " + MAX_SHARDS + " shards");
        }
        return index;
    }

    /** A plain file name, so that it cannot lead out of the directory whatever the system's rules for paths. */
    private static boolean isShardName(String name) {
        return name.endsWith(".safetensors")
                && name.length() <= 255
                && !name.startsWith(".")
                && name.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || "-_.".indexOf(c) >= 0));
    }

    /** The names of all shards, each once, in the order in which they first appear. */
    public List<String> shards() {
        return shardOf.values().stream().distinct().toList();
    }
}
