package io.rolestream.engine.training.alignment.rloo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.checkpoint.AdapterConfig;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.TrainingException;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.alignment.AlignmentMetrics;
import io.rolestream.engine.training.alignment.AlignmentTask;
import io.rolestream.engine.training.alignment.AnswerSampling;
import io.rolestream.engine.training.alignment.OnPolicy;
import io.rolestream.engine.training.alignment.SampledAnswer;
import io.rolestream.engine.training.alignment.SmallDecoder;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import io.rolestream.engine.training.generation.DecoderTraining.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A small policy, whose answers end with any of its last 64 tokens, is rewarded for ending with some of them. */
class RlooTrainingTest {
    private static final AlignmentTask TASK = task("first");

    private final Path folder;
    private final Path scratch;
    private final List<AlignmentMetrics> seen = new ArrayList<>();
    private CheckpointDirectory base;

    @SuppressWarnings("NullAway.Init") // before each test
    RlooTrainingTest(@TempDir Path folder) {
        this.folder = folder;
        scratch = folder.resolve("scratch");
    }

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(scratch);
        base = SmallDecoder.write(folder.resolve("base"), true, 1);
        String ends = IntStream.range(248, 312).mapToObj(Integer::toString).collect(Collectors.joining(","));
        Files.writeString(base.path().resolve(GenerationConfig.FILE), "{\"eos_token_id\": [" + ends + "]}");
    }

    @ParameterizedTest
    @CsvSource({"true, 0.05", "false, 0.02"})
    void shouldRaiseTheReward(boolean adapted, double rate) throws IOException {
        try (RlooTraining training = open(TASK, adapted, options(16, 6, rate), null)) {
            training.run();

            AlignmentMetrics first = seen.get(0);
            AlignmentMetrics last = seen.get(seen.size() - 1);
            assertThat(first.step()).isZero();
            assertThat(first.kl()).isZero();
            OnPolicy.check(first.policy());
            assertThat(last.kl()).isPositive();
            assertThat(last.reward()).isGreaterThan(first.reward() + 0.1);
            assertThat(Objects.requireNonNull(training.best()).loss())
                    .isLessThan(Objects.requireNonNull(training.first()).loss());
            assertThat(scratch).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldContinueBitForBit(boolean adapted) throws IOException {
        Path state = folder.resolve("state");
        try (RlooTraining straight = open(TASK, adapted, options(8, 1, 0.02), null)) {
            straight.run();
            straight.save(folder.resolve("straight"), DType.F32);
        }
        List<String> metrics = seen.stream().map(AlignmentMetrics::toJson).toList();
        seen.clear();
        try (RlooTraining stopped = open(TASK, adapted, options(8, 1, 0.02), null)) {
            assertThat(stopped.run(progress -> {}, () -> stopped.stepsDone() == 1, state))
                    .isFalse();
        }
        try (RlooTraining resumed = open(TASK, adapted, options(8, 1, 0.02), state)) {
            resumed.run();
            resumed.save(folder.resolve("resumed"), DType.F32);
        }

        assertThat(seen).extracting(AlignmentMetrics::toJson).isEqualTo(metrics);
        assertThat(folder.resolve("resumed/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("straight/model.safetensors"));
    }

    @Test
    void shouldRefusePromptsThatLeaveNoRoom() {
        AlignmentTask task = new AlignmentTask(
                List.of(new int[510]),
                RlooTrainingTest::rewards,
                List.of(),
                RlooTrainingTest::rewards,
                evaluation -> {},
                Map.of());

        assertThatThrownBy(() -> open(task, false, options(8, 1, 0.02), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("training prompt 0 has 510 tokens and an answer up to 10");
    }

    @Test
    void shouldNotContinueWithAnotherReward() throws IOException {
        Path state = folder.resolve("state");
        try (RlooTraining stopped = open(TASK, true, options(8, 1, 0.02), null)) {
            stopped.run(progress -> {}, () -> stopped.stepsDone() == 1, state);
        }

        assertThatThrownBy(() -> open(task("second"), true, options(8, 1, 0.02), state))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("its reward model was first, and now it is second");
    }

    private static AlignmentTask task(String reward) {
        return new AlignmentTask(
                prompts(16, 1),
                RlooTrainingTest::rewards,
                prompts(8, 2),
                RlooTrainingTest::rewards,
                evaluation -> {},
                Map.of("reward model", reward));
    }

    private RlooTraining open(AlignmentTask task, boolean adapted, TrainingOptions options, @Nullable Path state)
            throws IOException {
        AdapterConfig adapters =
                adapted ? new AdapterConfig(base.path().toString(), 4, 16, AdapterConfig.LINEAR) : null;
        return RlooTraining.open(
                new Start(base, adapters),
                base,
                task,
                new RlooSettings(8, 0.01, 0.2, new AnswerSampling(1, 10, 0)),
                options,
                new EvaluationPlan(1, 0),
                scratch,
                seen::add,
                state);
    }

    private static TrainingOptions options(int prompts, int epochs, double rate) {
        return new TrainingOptions(
                new TrainingOptions.Batching(prompts, 1, 2000),
                new TrainingOptions.Schedule(epochs, rate, 0),
                TrainingOptions.Optimizer.usual(),
                null,
                Precision.FP32,
                1,
                7);
    }

    private static List<int[]> prompts(int count, long seed) {
        return SmallDecoder.examples(count, seed).stream()
                .map(AnsweredPrompt::prompt)
                .toList();
    }

    private static double[] rewards(List<SampledAnswer> answers) {
        return answers.stream()
                .mapToDouble(answer -> answer.text().answer()[answer.text().answer().length - 1] >= 280 ? 1 : 0)
                .toArray();
    }
}
