package io.rolestream.engine.training.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.generation.GenerationGolden;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.TrainingException;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.ValidationResult;
import java.io.IOException;
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
import org.junit.jupiter.params.provider.EnumSource;

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
        try (AnswerTraining training = open(options(12, Precision.FP32), null)) {
            ValidationResult before = Objects.requireNonNull(training.first());
            training.run();
            ValidationResult best = Objects.requireNonNull(training.best());

            assertThat(before.step()).isZero();
            assertThat(best.loss()).isLessThan(before.loss() / 2);
            assertThat(best.accuracy()).isGreaterThan(before.accuracy() + 0.2);
            CheckpointDirectory saved = training.save(folder.resolve("out"), DType.F32);
            try (AnswerTraining again =
                    AnswerTraining.open(saved, TRAINING, VALIDATION, options(1, Precision.FP32), plan(), null)) {
                assertThat(Objects.requireNonNull(again.first()).loss()).isEqualTo(best.loss());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FP32", "BF16"})
    void shouldContinueBitForBit(Precision precision) throws IOException {
        Path state = folder.resolve("state");
        TrainingOptions options = options(2, precision);
        ValidationResult before;
        try (AnswerTraining straight = open(options, null)) {
            straight.run();
            before = straight.first();
            straight.save(folder.resolve("straight"), DType.F32);
        }
        try (AnswerTraining stopped = open(options, null)) {
            assertThat(stopped.run(progress -> {}, () -> stopped.stepsDone() == 9, state))
                    .isFalse();
        }

        try (AnswerTraining resumed = open(options, state)) {
            assertThat(resumed.stepsDone()).isEqualTo(9);
            resumed.run();
            assertThat(resumed.first()).isEqualTo(before);
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
                        base(), examples(64, 3), VALIDATION, options(2, Precision.FP32), plan(), state))
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
    void shouldRefuseModelsThatCannotBeTrained() throws IOException {
        CheckpointDirectory encoderDecoder = GenerationGolden.checkpoint("t5-tied");

        assertThatThrownBy(() -> AnswerTraining.open(
                        encoderDecoder, TRAINING, VALIDATION, options(1, Precision.FP32), plan(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("models of the type t5 cannot be trained to generate text; those of the types llama, qwen2"
                        + " and mistral can");
    }

    @Test
    void shouldRefuseTokensThatTheModelDoesNotHave() throws IOException {
        List<AnsweredPrompt> wrong = List.of(new AnsweredPrompt(new int[] {5}, new int[] {5, 4000}));

        assertThatThrownBy(() -> AnswerTraining.open(
                        base(), wrong, VALIDATION, options(1, Precision.FP32), plan(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("training pair 0", "the token 4000");
    }

    private static AnswerTraining open(TrainingOptions options, @Nullable Path state) throws IOException {
        return AnswerTraining.open(base(), TRAINING, VALIDATION, options, plan(), state);
    }

    private static CheckpointDirectory base() throws IOException {
        return GenerationGolden.checkpoint("smollm2");
    }

    private static EvaluationPlan plan() {
        return new EvaluationPlan(1, 0);
    }

    private static TrainingOptions options(int epochs, Precision precision) {
        return new TrainingOptions(
                new TrainingOptions.Batching(8, 2, 60),
                TrainingOptions.Schedule.of(epochs, 5e-3),
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
