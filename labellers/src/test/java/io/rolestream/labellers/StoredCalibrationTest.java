package io.rolestream.labellers;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker that votes with a labeller calibrates its model at the first start only. */
@Timeout(120)
class StoredCalibrationTest {
    private static final Path GENERATORS = Path.of("../engine/src/test/resources/io/rolestream/engine/model/generation")
            .toAbsolutePath();
    private static final String NOT_MEASURED = "\"tokensPerSecond\": 123456789";

    private final Path directory;

    StoredCalibrationTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "zero-shot", "nearest", "rerank", "prompted"})
    void shouldCalibrateOnlyWhenItIsOpenedFirst(String kind) throws Exception {
        Path model = model(kind);
        open(kind, model);
        Path stored = files().get(0);
        // A second calibration would replace the file.
        String marked = Files.readString(stored).replaceAll("\"tokensPerSecond\": \\d+", NOT_MEASURED);
        Files.writeString(stored, marked);

        open(kind, model);

        assertThat(marked).contains(NOT_MEASURED);
        assertThat(stored).hasContent(marked);
        assertThat(files()).containsExactly(stored);
    }

    private void open(String kind, Path model) throws Exception {
        LabellerOptions options = LabellerOptions.of(
                        InferenceOptions.defaults().withDevice(DeviceChoice.CPU).withThreads(1, 1))
                .withCalibrations(CalibrationMemory.in(directory.resolve("calibrations")));
        Labellers.open(new LabellerSpec(kind, model.toString()), options, Taxonomy.standard())
                .close();
    }

    private Path model(String kind) throws Exception {
        if (kind.equals("prompted")) {
            return Files.writeString(
                    directory.resolve("prompted.json"),
                    "{\"checkpoint\": \"%s\", \"orders\": 1, \"max_tokens\": 2048}"
                            .formatted(GENERATORS.resolve("t5-untied")));
        }
        List<String> labels = switch (kind) {
            case "model" -> Taxonomy.standard().names();
            case "zero-shot" -> List.of("contradiction", "entailment");
            default -> List.of("score");
        };
        Path model = directory.resolve("checkpoint");
        TinyModel.write(model, labels, 1, null);
        if (kind.equals("nearest")) {
            Files.writeString(model.resolve("labeller.json"), "{\"pooling\": \"mean\"}");
        }
        return model;
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve("calibrations"))) {
            return files.toList();
        }
    }
}
