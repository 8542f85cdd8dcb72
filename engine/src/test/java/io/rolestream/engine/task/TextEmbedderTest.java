package io.rolestream.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Golden;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.Calibration;
import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.tokenizer.LongText;
import io.rolestream.engine.torch.NeedsCpuSupport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts get the vectors that transformers computes, pooled and normalized as sentence-transformers does. */
@Timeout(120)
@ExtendWith(NeedsCpuSupport.class)
class TextEmbedderTest {
    private static final EmbeddingOptions DEFAULTS = new EmbeddingOptions(null, true);
    private static final InferenceOptions OPTIONS = InferenceOptions.defaults()
            .withDevice(DeviceChoice.CPU)
            .withThreads(2, 1)
            .withTokens(64, 1 << 12);
    private static final InferenceOptions FP32 = OPTIONS.withPrecision(Precision.FP32);

    @ParameterizedTest
    @CsvSource({
        "bert-base, FIRST, FP32, 1e-5",
        "bert-base, MEAN, FP32, 1e-5",
        "roberta-base, FIRST, FP32, 1e-5",
        "roberta-base, MEAN, FP32, 1e-5",
        "bert-base, FIRST, BF16, 0.02",
        "roberta-base, MEAN, BF16, 0.02",
        "bert-base, MEAN, INT8, 0.05",
        "roberta-base, FIRST, INT8, 0.05",
    })
    void shouldEmbedAsTransformers(String name, Pooling pooling, Precision precision, float tolerance)
            throws Exception {
        JsonNode cases = TaskGolden.cases(name);
        List<String> texts = texts(cases);
        try (TextEmbedder embedder = TextEmbedder.open(
                TaskGolden.checkpoint(name), OPTIONS.withPrecision(precision), new EmbeddingOptions(pooling, true))) {
            List<Embedding> together = embedder.embed(texts);
            for (int i = 0; i < texts.size(); i++) {
                float[] expected = TaskGolden.floats(cases.get(i).get(pooling.key()));
                assertThat(together.get(i).vector()).as("text %d", i).containsExactly(expected, offset(tolerance));
                assertThat(embedder.embed(List.of(texts.get(i))).get(0).vector())
                        .as("text %d alone", i)
                        .containsExactly(expected, offset(tolerance));
            }
        }
    }

    @Test
    void shouldPoolAndCutAsTheModulesOfSentenceTransformersSay() throws Exception {
        JsonNode cases = TaskGolden.cases("bert-base");
        try (TextEmbedder embedder = TextEmbedder.open(TaskGolden.checkpoint("bert-base"), FP32, DEFAULTS)) {
            List<Embedding> embeddings = embedder.embed(texts(cases));
            for (int i = 0; i < embeddings.size(); i++) {
                assertThat(embeddings.get(i).vector())
                        .containsExactly(TaskGolden.floats(cases.get(i).get("mean")), offset(1e-5f));
            }
            assertThat(embeddings.get(3).cut()).isTrue();
            assertThat(embedder.dimension()).isEqualTo(32);
        }
    }

    @Test
    void shouldNotGuessThePooling() {
        assertThatThrownBy(() -> TextEmbedder.open(TaskGolden.checkpoint("roberta-base"), FP32, DEFAULTS)
                        .close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("modules.json")
                .hasMessageContaining("mean or first");
    }

    @Test
    void shouldLeaveLengthsAsTheyAreIfToldTo() throws Exception {
        String text = "Java developer";
        try (TextEmbedder plain = TextEmbedder.open(
                        TaskGolden.checkpoint("roberta-base"), FP32, new EmbeddingOptions(Pooling.MEAN, false));
                TextEmbedder unit = TextEmbedder.open(
                        TaskGolden.checkpoint("roberta-base"), FP32, new EmbeddingOptions(Pooling.MEAN, true))) {
            Embedding embedding = plain.embed(List.of(text)).get(0);
            assertThat(embedding.normalized().vector())
                    .containsExactly(unit.embed(List.of(text)).get(0).vector(), offset(1e-6f));
            assertThat(embedding.vector()).isNotEqualTo(embedding.normalized().vector());
        }
    }

    @Test
    void shouldEmbedWithAClassifiersEncoder() throws Exception {
        try (TextEmbedder embedder =
                TextEmbedder.open(Golden.checkpoint("bert"), FP32, new EmbeddingOptions(Pooling.FIRST, true))) {
            assertThat(embedder.embed(List.of("t5 t6")).get(0).vector()).hasSize(32);
        }
    }

    @Test
    void shouldAverageTheWindowsOfALongText() throws Exception {
        InferenceOptions windows = FP32.withLongText(24, new LongText(2, 8));
        try (TextEmbedder embedder = TextEmbedder.open(TaskGolden.checkpoint("bert-base"), windows, DEFAULTS)) {
            Embedding embedding = embedder.embed(List.of("Kafka, Spark and Airflow ".repeat(12)))
                    .get(0);
            assertThat(embedding.cut()).isFalse();
            assertThat(embedding.vector())
                    .containsExactly(embedding.normalized().vector(), offset(1e-6f));
        }
    }

    @Test
    void shouldRememberTheCalibrationOfABaseModel(@TempDir Path directory) throws Exception {
        for (boolean remembered : new boolean[] {false, true}) {
            try (TextEmbedder embedder = TextEmbedder.open(
                    TaskGolden.checkpoint("bert-base"), OPTIONS, DEFAULTS, CalibrationMemory.in(directory))) {
                assertThat(Objects.requireNonNull(embedder.calibration()).remembered())
                        .isEqualTo(remembered);
            }
        }
    }

    @Test
    void shouldChooseThePrecisionByTheCosine() throws Exception {
        try (TextEmbedder embedder = TextEmbedder.open(TaskGolden.checkpoint("bert-base"), OPTIONS, DEFAULTS)) {
            assertThat(Objects.requireNonNull(embedder.calibration()).explanation())
                    .contains("of embeddings within a cosine of 0.999");
            assertThat(embedder.calibration().candidates()).anyMatch(Calibration.Candidate::accepted);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "modules.json | {} | not a JSON array",
                "modules.json | [ | not valid JSON",
                "modules.json | [] | no module for the pooling",
                "modules.json | [{\"type\": \"x.Dense\", \"path\": \"2_Dense\"}] | x.Dense",
                "1_Pooling/config.json | {\"pooling_mode_max_tokens\": true} | max_tokens",
                "sentence_bert_config.json | {\"do_lower_case\": true} | do_lower_case",
            })
    void shouldNameWhatIsWrongOrNotSupportedInTheModules(
            String file, String content, String message, @TempDir Path directory) throws IOException {
        Path model = directory.resolve("model");
        try (Stream<Path> files = Files.walk(TaskGolden.directory("bert-base"))) {
            for (Path source : files.toList()) {
                Files.copy(
                        source, model.resolve(TaskGolden.directory("bert-base").relativize(source)));
            }
        }
        Files.writeString(model.resolve(file), content);
        assertThatThrownBy(() -> TextEmbedder.open(CheckpointDirectory.open(model), FP32, DEFAULTS)
                        .close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.substring(file.indexOf('/') + 1))
                .hasMessageContaining(message);
    }

    private static List<String> texts(JsonNode cases) {
        List<String> texts = new ArrayList<>();
        cases.forEach(one -> texts.add(one.get("text").asText()));
        return texts;
    }
}
