package io.rolestream.engine.training.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.checkpoint.AdapterConfig;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.generation.GenerationGolden;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.SafetensorsFile;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.TrainingException;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.ValidationResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A small decoder learns to answer with the first tokens of its prompt, in reverse order. */
class AnswerTrainingTest {
    private static final int END = 2;
    private static final List<AnsweredPrompt> TRAINING = examples(64, 1);
    private static final List<AnsweredPrompt> VALIDATION = examples(16, 2);

    private final Path folder;

    AnswerTrainingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void shouldLearnAnswersAndKeepTheBestParameters() throws IOException {
        try (AnswerTraining training = open(options(6, Precision.FP32), null)) {
            ValidationResult before = Objects.requireNonNull(training.first());
            training.run();
            ValidationResult best = Objects.requireNonNull(training.best());

            assertThat(before.step()).isZero();
            assertThat(best.loss()).isLessThan(before.loss() / 2);
            assertThat(best.accuracy()).isGreaterThan(before.accuracy() + 0.2);
            CheckpointDirectory saved = training.save(folder.resolve("out"), DType.F32);
            try (AnswerTraining again =
                    AnswerTraining.open(saved, null, TRAINING, VALIDATION, options(1, Precision.FP32), plan(), null)) {
                assertThat(Objects.requireNonNull(again.first()).loss()).isEqualTo(best.loss());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"FP32, false", "BF16, false", "FP32, true"})
    void shouldContinueBitForBit(Precision precision, boolean adapted) throws IOException {
        Path state = folder.resolve("state");
        TrainingOptions options = options(1, precision);
        AdapterConfig adapters = adapted ? adapters(AdapterConfig.LINEAR) : null;
        ValidationResult before;
        try (AnswerTraining straight = open(adapters, options, null)) {
            straight.run();
            before = straight.first();
            straight.save(folder.resolve("straight"), DType.F32);
        }
        try (AnswerTraining stopped = open(adapters, options, null)) {
            assertThat(stopped.run(progress -> {}, () -> stopped.stepsDone() == 5, state))
                    .isFalse();
        }

        try (AnswerTraining resumed = open(adapters, options, state)) {
            assertThat(resumed.stepsDone()).isEqualTo(5);
            resumed.run();
            assertThat(resumed.first()).isEqualTo(before);
            resumed.save(folder.resolve("resumed"), DType.F32);
        }

        assertThat(folder.resolve("resumed/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("straight/model.safetensors"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepAStateThatHasTheWholeTraining(boolean validated) throws IOException {
        Path state = folder.resolve("new/state");
        List<AnsweredPrompt> validation = validated ? VALIDATION : List.of();
        List<Boolean> kept = new ArrayList<>();
        try (AnswerTraining training =
                AnswerTraining.open(base(), null, TRAINING, validation, options(2, Precision.FP32), plan(), null)) {
            assertThat(training.run(progress -> kept.add(Files.exists(state)), () -> false, state))
                    .isTrue();
            training.save(folder.resolve("straight"), DType.F32);
        }
        assertThat(kept.indexOf(true)).isBetween(0, kept.size() / 2);

        try (AnswerTraining resumed =
                AnswerTraining.open(base(), null, TRAINING, validation, options(2, Precision.FP32), plan(), state)) {
            assertThat(resumed.done()).isTrue();
            resumed.save(folder.resolve("resumed"), DType.F32);
        }
        assertThat(folder.resolve("resumed/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("straight/model.safetensors"));
    }

    @Test
    void shouldRefuseToResumeWithOtherPairs() throws IOException {
        Path state = folder.resolve("state");
        try (AnswerTraining training = open(options(2, Precision.FP32), null)) {
            training.saveState(state);
        }

        assertThatThrownBy(() -> AnswerTraining.open(
                        base(), null, examples(64, 3), VALIDATION, options(2, Precision.FP32), plan(), state))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("its examples was");
    }

    @Test
    void shouldSaveTheWholeCheckpoint() throws IOException {
        try (AnswerTraining training = open(options(1, Precision.FP32), null)) {
            CheckpointDirectory saved = training.save(folder.resolve("out"), DType.F32);

            assertThat(saved.path().resolve(GenerationConfig.FILE))
                    .hasSameBinaryContentAs(base().path().resolve(GenerationConfig.FILE));
            assertThat(saved.path().resolve("tokenizer.json")).exists();
            assertThat(saved.config().keys().texts("architectures")).containsExactly("LlamaForCausalLM");
            assertThat(Files.size(saved.path().resolve("model.safetensors")))
                    .isEqualTo(Files.size(base().path().resolve("model.safetensors")));
        }
    }

    @Test
    void shouldTrainAdaptersAloneAndMergeThem() throws IOException {
        Path state = folder.resolve("state");
        try (AnswerTraining training =
                open(adapters(List.of("q_proj", "v_proj", "down_proj")), options(6, Precision.FP32), null)) {
            ValidationResult before = Objects.requireNonNull(training.first());
            training.run();
            ValidationResult best = Objects.requireNonNull(training.best());
            training.saveState(state);
            CheckpointDirectory merged = training.save(folder.resolve("out"), DType.F32);

            assertThat(best.loss()).isLessThan(before.loss() / 1.5);
            assertThat(loss(merged)).isCloseTo(best.loss(), offset(1e-4));
            assertThat(loss(CheckpointDirectory.open(folder.resolve("out/adapter"))))
                    .isEqualTo(loss(merged));
        }
        try (SafetensorsFile adapter = SafetensorsFile.open(folder.resolve("out/adapter/adapter_model.safetensors"));
                SafetensorsFile resumable = SafetensorsFile.open(state)) {
            assertThat(adapter.tensors()).hasSize(3 * 3 * 2);
            assertThat(shape(adapter, "layers.0.self_attn.q_proj.lora_A")).containsExactly(4, 24);
            assertThat(shape(adapter, "layers.2.mlp.down_proj.lora_B")).containsExactly(24, 4);
            assertThat(resumable.tensors()).hasSize(4 * 18); // parameters, means, squares, the best; none of the base
        }
    }

    private static long[] shape(SafetensorsFile adapter, String module) {
        return Objects.requireNonNull(adapter.tensors().get("base_model.model.model." + module + ".weight"))
                .shape();
    }

    private static double loss(CheckpointDirectory checkpoint) throws IOException {
        try (AnswerTraining measured =
                AnswerTraining.open(checkpoint, null, TRAINING, VALIDATION, options(1, Precision.FP32), plan(), null)) {
            return Objects.requireNonNull(measured.first()).loss();
        }
    }

    @Test
    void shouldBeginAdaptersAsTheBase() throws IOException {
        try (AnswerTraining training = open(adapters(AdapterConfig.LINEAR), options(1, Precision.FP32), null)) {
            assertThat(Objects.requireNonNull(training.first()).loss()).isEqualTo(loss(base()));
        }
    }

    @Test
    void shouldRefuseModulesThatTheModelDoesNotHave() {
        assertThatThrownBy(() -> open(adapters(List.of("q_proj", "query")), options(1, Precision.FP32), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("no linear layers \"query\"", "gate_proj");
    }

    @Test
    void shouldRefuseModelsThatCannotBeTrained() throws IOException {
        CheckpointDirectory encoderDecoder = GenerationGolden.checkpoint("t5-tied");

        assertThatThrownBy(() -> AnswerTraining.open(
                        encoderDecoder, null, TRAINING, VALIDATION, options(1, Precision.FP32), plan(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("models of the type t5 cannot be trained to generate text; those of the types llama, qwen2"
                        + " and mistral can");
    }

    @Test
    void shouldRefuseTokensThatTheModelDoesNotHave() throws IOException {
        List<AnsweredPrompt> wrong = List.of(new AnsweredPrompt(new int[] {5}, new int[] {5, 4000}));

        assertThatThrownBy(() ->
                        AnswerTraining.open(base(), null, wrong, VALIDATION, options(1, Precision.FP32), plan(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("training pair 0", "the token 4000");
    }

    private static AnswerTraining open(TrainingOptions options, @Nullable Path state) throws IOException {
        return open(null, options, state);
    }

    private static AnswerTraining open(@Nullable AdapterConfig adapters, TrainingOptions options, @Nullable Path state)
            throws IOException {
        return AnswerTraining.open(base(), adapters, TRAINING, VALIDATION, options, plan(), state);
    }

    private static AdapterConfig adapters(List<String> targets) {
        return new AdapterConfig(base().path().toString(), 4, 16, targets);
    }

    private static CheckpointDirectory base() {
        try {
            return GenerationGolden.checkpoint("smollm2");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EvaluationPlan plan() {
        return new EvaluationPlan(2, 0);
    }

    private static TrainingOptions options(int epochs, Precision precision) {
        return new TrainingOptions(
                new TrainingOptions.Batching(8, 2, 60),
                TrainingOptions.Schedule.of(epochs, 1e-2),
                TrainingOptions.Optimizer.usual(),
                null,
                precision,
                1,
                7);
    }

    private static List<AnsweredPrompt> examples(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<AnsweredPrompt> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] prompt = random.ints(random.nextInt(4, 12), 10, 18).toArray();
            examples.add(new AnsweredPrompt(prompt, new int[] {prompt[1], prompt[0], END}));
        }
        return examples;
    }
}
