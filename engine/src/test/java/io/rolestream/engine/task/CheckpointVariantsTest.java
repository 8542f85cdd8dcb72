package io.rolestream.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What transformers computes from variants of checkpoints, as {@code tools/checkpoint_variants.py} writes them. */
class CheckpointVariantsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/io/rolestream/engine/task/variants");
    private static final double TOLERANCE = 1e-4;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temporary;

    @Test
    void shouldComputeWhatTransformersDoes() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (CheckpointVariant variant : CheckpointVariant.read(GOLDEN)) {
            ObjectNode result = computed(GOLDEN, variant);
            if (variant.line().has("refused")) {
                all.assertThat(result.path("error").asText())
                        .as(variant.name())
                        .contains(variant.line().get("refused").asText());
                continue;
            }
            all.assertThat(result.path("error").asText("")).as(variant.name()).isEmpty();
            JsonNode expected = variant.line().get("rows");
            for (int i = 0; i < result.path("rows").size(); i++) {
                compare(all, variant.name() + ", text " + i, result.get("rows").get(i), expected.get(i));
            }
        }
        all.assertAll();
    }

    private static void compare(SoftAssertions all, String where, JsonNode ours, JsonNode theirs) {
        all.assertThat(ours.get("ids")).as(where).isEqualTo(theirs.get("ids"));
        for (int i = 0; i < theirs.path("logits").size(); i++) {
            all.assertThat(ours.path("logits").path(i).asDouble(Double.NaN))
                    .as(where)
                    .isCloseTo(theirs.get("logits").get(i).doubleValue(), within(TOLERANCE));
        }
    }

    /** By hand: what we compute of a whole directory of variants, for the script to compare. */
    @Test
    @EnabledIfSystemProperty(named = "variants", matches = ".+")
    void shouldWriteWhatIsComputedOfEachVariant() throws IOException {
        Path directory = Path.of(System.getProperty("variants"));
        try (BufferedWriter out = Files.newBufferedWriter(directory.resolve("rolestream.jsonl"))) {
            for (CheckpointVariant variant : CheckpointVariant.read(directory)) {
                out.write(computed(directory, variant) + "\n");
            }
        }
        assertThat(directory.resolve("rolestream.jsonl")).isNotEmptyFile();
    }

    /** By hand: what a training of each variant would save, as variants of their own in {@code trained}. */
    @Test
    @EnabledIfSystemProperty(named = "variants", matches = ".+")
    void shouldSaveWhatATrainingOfEachVariantWould() throws IOException {
        Path directory = Path.of(System.getProperty("variants"));
        Path trained = Files.createDirectories(directory.resolve("trained"));
        int saved = 0;
        try (BufferedWriter lines = Files.newBufferedWriter(trained.resolve("variants.jsonl"));
                BufferedWriter results = Files.newBufferedWriter(trained.resolve("rolestream.jsonl"))) {
            for (CheckpointVariant variant : CheckpointVariant.read(directory)) {
                Path checkpoint = Files.createTempDirectory(temporary, "checkpoint");
                variant.write(directory, checkpoint);
                if (variant.computed(checkpoint).has("error")) {
                    continue;
                }
                String name = "checkpoints/" + saved;
                try {
                    variant.saveTrained(checkpoint, trained.resolve(name));
                } catch (IllegalArgumentException e) {
                    continue; // such as a range of new weights that cannot be drawn
                }
                saved++;
                lines.write(variant.trained(name).line() + "\n");
                results.write(computed(trained, variant.trained(name)) + "\n");
            }
        }
        assertThat(saved).isPositive();
    }

    private ObjectNode computed(Path directory, CheckpointVariant variant) throws IOException {
        Path checkpoint = Files.createTempDirectory(temporary, "checkpoint");
        variant.write(directory, checkpoint);
        return variant.computed(checkpoint);
    }
}
