package io.rolestream.engine.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** What PyTorch computes with a small checkpoint; made by {@code tools/encoder_golden.py}, which says more. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Golden(
        List<int[]> sequences,
        List<float[]> logits,
        List<Integer> labels,
        float[] classWeights,
        List<Double> losses,
        List<int[]> targets,
        List<Double> maskedLosses,
        int steps,
        int warmup,
        double rate,
        double decay,
        double clip,
        double smoothing) {
    private static final Path RESOURCES = Path.of("src/test/resources/io/rolestream/engine/model");

    /** The directory of a family. */
    public static Path directory(String family) {
        return RESOURCES.resolve(family);
    }

    public static CheckpointDirectory checkpoint(String family) throws IOException {
        return CheckpointDirectory.open(directory(family));
    }

    public static Golden read(String family) {
        try {
            return new ObjectMapper()
                    .readValue(directory(family).resolve("golden.json").toFile(), Golden.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
