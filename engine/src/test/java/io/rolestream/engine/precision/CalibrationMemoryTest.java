package io.rolestream.engine.precision;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Golden;
import io.rolestream.engine.task.EmbeddingOptions;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.Pooling;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.engine.task.TextEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationMemoryTest {
    private static final InferenceOptions OPTIONS = InferenceOptions.defaults()
            .withDevice(DeviceChoice.CPU)
            .withThreads(2, 1)
            .withTokens(64, 1 << 12);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private CheckpointDirectory checkpoint;

    @BeforeEach
    void copyModel() throws IOException {
        Path model = Files.createDirectory(directory.resolve("model"));
        for (String name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
            Files.copy(Golden.directory("roberta").resolve(name), model.resolve(name));
        }
        checkpoint = CheckpointDirectory.open(model);
    }

    @Test
    void shouldComputeAsBeforeWithoutCalibrating() throws IOException {
        Calibration first = calibration(OPTIONS, memory());
        Calibration second = calibration(OPTIONS, memory());
        assertThat(first.remembered()).isFalse();
        assertThat(second.remembered()).isTrue();
        assertThat(second.chosen()).isEqualTo(first.chosen());
        assertThat(second.candidates()).hasSameSizeAs(first.candidates());
        assertThat(second.explanation()).startsWith(first.chosen() + ", remembered");
        assertThat(files()).hasSize(1);
    }

    @Test
    void shouldTakeTheWayThatItRemembers() throws IOException {
        calibration(OPTIONS, memory());
        Path file = files().get(0);
        for (String way : List.of("fp32 packed on cpu", "int8 on cpu")) {
            String json = Files.readString(file)
                    .replaceAll("\"chosen\": \"[^\"]*\"", "\"chosen\": \"" + way + "\"")
                    .replaceAll(
                            "(\"name\": \"" + way + "\",[^}]*?\"tokensPerSecond\": \\d+)[^}]*",
                            "$1, \"agreement\": 1.0");
            Files.writeString(file, json);
            try (TextClassifier classifier = TextClassifier.open(checkpoint, OPTIONS, memory())) {
                assertThat(Objects.requireNonNull(classifier.calibration()).remembered())
                        .isTrue();
                assertThat(classifier.compute())
                        .isEqualTo(way.contains("packed") ? "fp32 on cpu, packed linear layers" : way);
            }
        }
    }

    @Test
    void shouldCalibrateAnewWhenTheModelOrTheOptionsChanged() throws IOException {
        calibration(OPTIONS, memory());
        assertThat(calibration(OPTIONS.withThreads(1, 2), memory()).remembered())
                .isFalse();
        Files.setLastModifiedTime(
                checkpoint.path().resolve("model.safetensors"), FileTime.from(Instant.ofEpochSecond(1_000_000)));
        assertThat(calibration(OPTIONS, memory()).remembered()).isFalse();
        assertThat(files()).hasSize(3);
    }

    @Test
    void shouldTellVersionsApartByTheirNames() throws IOException {
        calibration(OPTIONS, new CalibrationMemory(memory().directory(), "1"));
        Files.setLastModifiedTime(
                checkpoint.path().resolve("model.safetensors"), FileTime.from(Instant.ofEpochSecond(1_000_000)));
        assertThat(calibration(OPTIONS, new CalibrationMemory(memory().directory(), "1"))
                        .remembered())
                .isTrue();
        assertThat(calibration(OPTIONS, new CalibrationMemory(memory().directory(), "2"))
                        .remembered())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"facts\": {}, \"chosen\": \"fp32 on cpu\", \"candidates\": []}",
                "{\"chosen\": 5, \"candidates\": 7}"
            })
    void shouldCalibrateAnewWhenTheFileMakesNoSense(String content) throws IOException {
        calibration(OPTIONS, memory());
        Files.writeString(files().get(0), content);
        assertThat(calibration(OPTIONS, memory()).remembered()).isFalse();
        assertThat(calibration(OPTIONS, memory()).remembered()).isTrue();
    }

    @Test
    void shouldCalibrateAnewWhenWhatWasChosenIsUnknown() throws IOException {
        String chosen = calibration(OPTIONS, memory()).chosen();
        Path file = files().get(0);
        Files.writeString(file, Files.readString(file).replace('"' + chosen + '"', "\"fp8 on cpu\""));
        assertThat(calibration(OPTIONS, memory()).remembered()).isFalse();
    }

    @Test
    void shouldTellTasksApart() throws IOException {
        calibration(OPTIONS, memory());
        for (boolean remembered : new boolean[] {false, true}) {
            try (TextEmbedder embedder =
                    TextEmbedder.open(checkpoint, OPTIONS, new EmbeddingOptions(Pooling.MEAN, true), memory())) {
                assertThat(Objects.requireNonNull(embedder.calibration()).remembered())
                        .isEqualTo(remembered);
            }
        }
        assertThat(files()).hasSize(2);
    }

    @Test
    void shouldOpenTheModelWhereNothingCanBeWritten() throws IOException {
        Path noDirectory = Files.createFile(directory.resolve("file"));
        assertThat(calibration(OPTIONS, CalibrationMemory.in(noDirectory)).remembered())
                .isFalse();
    }

    private CalibrationMemory memory() {
        return CalibrationMemory.in(directory.resolve("calibrations"));
    }

    private Calibration calibration(InferenceOptions options, CalibrationMemory memory) throws IOException {
        try (TextClassifier classifier = TextClassifier.open(checkpoint, options, memory)) {
            return Objects.requireNonNull(classifier.calibration());
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("calibrations"))) {
            return files.toList();
        }
    }
}
