package io.rolestream.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Golden;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.SafetensorsFile;
import io.rolestream.engine.safetensors.TensorInfo;
import io.rolestream.engine.training.classification.FineTuning;
import io.rolestream.engine.training.classification.FineTuningOptions;
import io.rolestream.engine.training.pretraining.Pretraining;
import io.rolestream.engine.training.pretraining.PretrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PretrainingTest {
    private static final List<int[]> TEXTS = Toy.texts(200, 1);
    private static final List<int[]> VALIDATION = Toy.texts(40, 2);

    private final Path folder;

    PretrainingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void shouldLearnAndBeABaseToFineTune() throws IOException {
        CheckpointDirectory saved;
        try (Pretraining pretraining = start(options(6))) {
            List<ValidationResult> results = new ArrayList<>();
            pretraining.run(
                    progress -> {
                        if (progress.validation() != null) {
                            results.add(progress.validation());
                        }
                    },
                    () -> false,
                    null);
            ValidationResult best = Objects.requireNonNull(pretraining.best());
            assertThat(results).hasSize(12);
            assertThat(best.perplexity())
                    .isLessThan(results.get(0).perplexity())
                    .isLessThan(10); // knowing no more than that there are 20 words gives 20
            assertThat(best.accuracy()).isGreaterThan(0.5);
            assertThat(best.macroF1()).isNull();
            saved = pretraining.save(folder.resolve("base"), DType.BF16);
        }
        assertThat(saved.config().labels()).isEmpty();
        assertThat(saved.config().dtype()).isEqualTo("bfloat16");

        try (FineTuning tuning = FineTuning.open(
                StartingPoint.of(saved),
                Toy.LABELS,
                Toy.examples(30, 3),
                List.of(),
                FineTuningOptions.of(Toy.options(Precision.FP32, 1)),
                null)) {
            assertThat(tuning.run(progress -> {}, () -> false, null)).isTrue();
        }
    }

    /**
     * Those checkpoints were written by transformers' AutoModelForMaskedLM, whose output shares the word embeddings.
     */
    @ParameterizedTest
    @ValueSource(strings = {"roberta", "xlm-roberta", "bert"})
    void shouldWriteWhatTransformersWrites(String family) throws IOException {
        CheckpointDirectory original = Golden.checkpoint(family + "/mlm");
        try (Pretraining pretraining = Pretraining.open(
                StartingPoint.of(original), Toy.TOKENS, Toy.texts(8, 1), List.of(), options(1), null)) {
            CheckpointDirectory saved = pretraining.save(folder.resolve("saved"), DType.F32);
            assertThat(shapes(saved)).isEqualTo(shapes(original));
            assertThat(saved.config().keys().texts("architectures"))
                    .isEqualTo(original.config().keys().texts("architectures"));
        }
    }

    private static Map<String, List<Long>> shapes(CheckpointDirectory checkpoint) throws IOException {
        Map<String, List<Long>> shapes = new TreeMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(checkpoint.path().resolve("model.safetensors"))) {
            for (TensorInfo tensor : file.tensors().values()) {
                List<Long> shape = new ArrayList<>();
                for (long dimension : tensor.shape()) {
                    shape.add(dimension);
                }
                shapes.put(tensor.name(), shape);
            }
        }
        return shapes;
    }

    @Test
    void shouldEndTheSameWhenItIsStopped() throws IOException {
        Path state = folder.resolve("state");
        byte[] straight;
        try (Pretraining pretraining = start(options(1))) {
            pretraining.run();
            straight = weights(pretraining, "straight");
        }
        try (Pretraining pretraining = start(options(1))) {
            AtomicInteger left = new AtomicInteger(17);
            assertThat(pretraining.run(progress -> {}, () -> left.getAndDecrement() == 0, state))
                    .isFalse();
            assertThat(pretraining.done()).isFalse();
        }
        try (Pretraining pretraining =
                Pretraining.open(Toy.start(), Toy.TOKENS, TEXTS, VALIDATION, options(1), state)) {
            pretraining.run();
            assertThat(weights(pretraining, "resumed")).isEqualTo(straight);
        }
    }

    private byte[] weights(Pretraining pretraining, String name) throws IOException {
        return Files.readAllBytes(
                pretraining.save(folder.resolve(name), DType.F32).path().resolve("model.safetensors"));
    }

    @Test
    void shouldRefuseTextsThatItCannotLearnFrom() {
        assertThatThrownBy(() -> Pretraining.open(
                        Toy.start(), Toy.TOKENS, List.of(new int[] {0, 2}), List.of(), options(1), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there are no texts to train on");
        assertThatThrownBy(
                        () -> Pretraining.open(Toy.start(), Toy.TOKENS, TEXTS, List.of(new int[41]), options(1), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("validation text 0 has 41 tokens, but the model takes 40");
    }

    private static Pretraining start(PretrainingOptions options) throws IOException {
        return Pretraining.open(Toy.start(), Toy.TOKENS, TEXTS, VALIDATION, options, null);
    }

    private static PretrainingOptions options(int epochs) {
        return new PretrainingOptions(Toy.options(epochs, 1, Precision.FP32, 3), 0.15, new EvaluationPlan(2, 0));
    }
}
