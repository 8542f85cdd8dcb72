package io.rolestream.engine.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A small checkpoint for pairs or embeddings and what transformers computes with it; made by
 * {@code tools/task_golden.py}.
 */
final class TaskGolden {
    private static final Path RESOURCES = Path.of("src/test/resources/io/rolestream/engine/task");
    private static final ObjectMapper JSON = new ObjectMapper();

    private TaskGolden() {}

    static Path directory(String name) {
        return RESOURCES.resolve(name);
    }

    static CheckpointDirectory checkpoint(String name) throws IOException {
        return CheckpointDirectory.open(directory(name));
    }

    /** An array of cases. */
    static JsonNode cases(String name) throws IOException {
        return JSON.readTree(directory(name).resolve("golden.json").toFile());
    }

    static float[] floats(JsonNode array) {
        return JSON.convertValue(array, float[].class);
    }
}
