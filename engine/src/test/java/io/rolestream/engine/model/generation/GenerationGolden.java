package io.rolestream.engine.model.generation;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.model.GeneratorFamily;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What transformers computes with a small encoder-decoder or decoder; made by {@code tools/generation_golden.py}, which
 * says more.
 */
public record GenerationGolden(
        List<int[]> prompts,
        List<float[]> first,
        List<int[]> generated,
        List<int[]> answers,
        List<float[]> scores,
        List<String> texts,
        List<int[]> tokens,
        List<String> written,
        List<String> spoken,
        List<float[]> spokenScores) {
    public static final Path RESOURCES = Path.of("src/test/resources/io/rolestream/engine/model/generation");

    public static CheckpointDirectory checkpoint(String name) throws IOException {
        return CheckpointDirectory.open(RESOURCES.resolve(name));
    }

    public static GenerationGolden read(String name) {
        try {
            return new ObjectMapper()
                    .readValue(RESOURCES.resolve(name).resolve("golden.json").toFile(), GenerationGolden.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static GenerationConfig config(CheckpointDirectory checkpoint) throws IOException {
        return GeneratorFamily.generation(checkpoint);
    }
}
