package io.rolestream.engine.training.alignment.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.checkpoint.AdapterConfig;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.Weights;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.TrainingException;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.alignment.AlignmentTask;
import io.rolestream.engine.training.alignment.AnswerReward;
import io.rolestream.engine.training.alignment.AnswerSampling;
import io.rolestream.engine.training.alignment.OnPolicy;
import io.rolestream.engine.training.alignment.SampledAnswer;
import io.rolestream.engine.training.alignment.SmallDecoder;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import io.rolestream.engine.training.generation.DecoderTraining.Start;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A small policy, whose answers end with any of its last 64 tokens, is rewarded for ending with some of them. */
class PpoTrainingTest {
    private static final KlCoefficient ADAPTIVE = new KlCoefficient.Adaptive(0.01, 0.05, 0.5);
    private static final int STEPS_OF_ROUND = 8;

    private final Path folder;
    private final Path scratch;
    private final List<PpoUpdate> seen = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private CheckpointDirectory base;

    @SuppressWarnings("NullAway.Init") // before each test
    PpoTrainingTest(@TempDir Path folder) {
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
    @Tag("full")
    @CsvSource({"true, 0.02", "false, 0.005"})
    void shouldRaiseTheReward(boolean adapted, double rate) throws IOException {
        try (PpoTraining training = open("first", adapted, options(16, 14, rate), null)) {
            training.run();

            assertThat(seen).hasSize(14 * STEPS_OF_ROUND);
            PpoUpdate first = seen.get(0);
            PpoUpdate last = seen.get(seen.size() - 1);
            assertThat(first.metrics().kl()).isZero();
            assertThat(last.metrics().kl()).isPositive();
            assertThat(meanReward(11)).isGreaterThan(meanReward(0) + 0.1);
            assertThat(last.valueLoss()).isLessThan(first.valueLoss());
            assertThat(scratch).isEmptyDirectory();
        }
    }

    /** Of three rounds: one has 32 answers, so its mean varies by a tenth. */
    private double meanReward(int round) {
        return seen.subList(round * STEPS_OF_ROUND, (round + 3) * STEPS_OF_ROUND).stream()
                .mapToDouble(update -> update.metrics().reward())
                .average()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBeginEachRoundWithRatiosOf1(boolean adapted) throws IOException {
        try (PpoTraining training = open("first", adapted, options(8, 2, 0.01), null)) {
            training.run();
        }

        List<PpoUpdate> firsts = seen.stream()
                .filter(update -> update.metrics().step() % STEPS_OF_ROUND == 0)
                .toList();
        assertThat(firsts)
                .hasSize(4)
                .allSatisfy(update -> OnPolicy.check(update.metrics().policy()));
        assertThat(Objects.requireNonNull(seen.get(1).metrics().policy()).ratioVariance())
                .isGreaterThan(1e-9);
    }

    /** The critic begins with a layer of zeros; then its values are those of the round, clipped or not. */
    @Test
    void shouldBeginWithValuesOf0AndLearnReturns() throws IOException {
        try (PpoTraining training = open("first", false, options(16, 4, 0.005), null)) {
            training.run();
        }

        List<JsonNode> rounds = rounds();
        assertThat(numbers(rounds.get(0), "values")).containsOnly(0.0);
        assertThat(numbers(rounds.get(3), "values"))
                .anySatisfy(value -> assertThat(value).isNotZero());
        double mean = numbers(rounds.get(3), "values").stream()
                .filter(value -> value != 0)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(0.0, 1.0);
    }

    @Test
    void shouldLearnEachAnswerOnceInEveryEpoch() throws IOException {
        try (PpoTraining training = open("first", true, options(16, 1, 0.01), null)) {
            training.run();
        }

        for (int epoch = 0; epoch < 2; epoch++) {
            int wanted = epoch;
            List<Integer> answers = lines.stream()
                    .map(PpoTrainingTest::parsed)
                    .filter(line -> line.path("kind").asText().equals("update")
                            && line.path("epoch").asInt() == wanted)
                    .flatMap(line -> StreamSupport.stream(line.path("answers").spliterator(), false))
                    .map(JsonNode::asInt)
                    .toList();
            assertThat(answers)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 32).boxed().toList());
            assertThat(answers).isNotEqualTo(IntStream.range(0, 32).boxed().toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 3", "true, 8", "false, 11"})
    void shouldContinueBitForBit(boolean adapted, int stoppedAfter) throws IOException {
        Path state = folder.resolve("state");
        try (PpoTraining straight = open("first", adapted, options(8, 1, 0.01), null)) {
            straight.run();
            straight.save(folder.resolve("straight"), DType.F32);
        }
        List<String> metrics = seen.stream().map(PpoUpdate::toJson).toList();
        seen.clear();
        try (PpoTraining stopped = open("first", adapted, options(8, 1, 0.01), null)) {
            assertThat(stopped.run(progress -> {}, () -> stopped.stepsDone() == stoppedAfter, state))
                    .isFalse();
        }
        try (PpoTraining resumed = open("first", adapted, options(8, 1, 0.01), state)) {
            resumed.run();
            resumed.save(folder.resolve("resumed"), DType.F32);
        }

        assertThat(metrics).hasSize(16);
        assertThat(metrics.get(0))
                .doesNotContain("\"kl_coefficient\":" + seen.get(15).coefficient() + "}");
        assertThat(seen).extracting(PpoUpdate::toJson).isEqualTo(metrics);
        assertThat(folder.resolve("resumed/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("straight/model.safetensors"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSaveThePolicyWithoutItsCritic(boolean adapted) throws IOException {
        try (PpoTraining training = open("first", adapted, options(16, 1, 0.01), null)) {
            training.run();
            CheckpointDirectory saved = training.save(folder.resolve("saved"), DType.F32);
            try (Weights weights = saved.openWeights();
                    Weights before = base.openWeights()) {
                assertThat(weights.tensors().keySet())
                        .isEqualTo(before.tensors().keySet());
            }
        }
    }

    /** Only where Python has numpy. */
    @Test
    void shouldPassTheCheckerWhichFindsPlantedFaults() throws IOException, InterruptedException {
        Assumptions.assumeTrue(python("-c", "import numpy").isEmpty());
        try (PpoTraining training = open("first", true, options(8, 1, 0.01), null)) {
            training.run();
        }
        String written = String.join("\n", lines);

        assertThat(checked(written)).contains("2 rounds, 16 updates", " 0 failed");
        assertThat(checked(written + "\n{\"kind\":")).contains("the last line is incomplete", " 0 failed");
        String settings = lines.get(0);
        assertThat(checked(
                        written.replace(settings, settings.replace("\"kl_coefficient\":0.01", "\"kl_coefficient\":1"))))
                .contains("round 0: KL coefficient: differs by 0.99");
        String update = lines.stream()
                .filter(line -> line.contains("\"step\":3,"))
                .findFirst()
                .orElseThrow();
        assertThat(checked(written.replace(update, update.replace("\"value_loss\":", "\"value_loss\":1"))))
                .contains("step 3: value loss: differs");
        assertThat(checked(written.replace("\n" + update, ""))).contains(" 0 failed"); // as where it begins later
    }

    private String checked(String rollouts) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("rollouts.jsonl"), rollouts);
        return python("../tools/check_ppo.py", file.toString());
    }

    /** What Python prints, its errors included. */
    private static String python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return "there is no Python";
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }

    @Test
    void shouldNotContinueWithAnotherReward() throws IOException {
        Path state = folder.resolve("state");
        try (PpoTraining stopped = open("first", true, options(8, 1, 0.01), null)) {
            stopped.run(progress -> {}, () -> stopped.stepsDone() == 1, state);
        }

        assertThatThrownBy(() -> open("second", true, options(8, 1, 0.01), state))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("its reward model was first, and now it is second");
    }

    @Test
    void shouldRefuseRoundsSmallerThanTheirMinibatches() {
        assertThatThrownBy(() -> open("first", true, options(1, 1, 0.01), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a round of 2 answers cannot be divided into 4 minibatches");
    }

    private List<JsonNode> rounds() {
        return lines.stream()
                .map(PpoTrainingTest::parsed)
                .filter(line -> line.path("kind").asText().equals("round"))
                .toList();
    }

    private static List<Double> numbers(JsonNode line, String name) {
        List<Double> numbers = new ArrayList<>();
        line.path(name).forEach(row -> row.forEach(number -> numbers.add(number.asDouble())));
        return numbers;
    }

    private static JsonNode parsed(String line) {
        try {
            return JsonFiles.parse(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private PpoTraining open(String reward, boolean adapted, TrainingOptions options, @Nullable Path state)
            throws IOException {
        return open(task(reward, PpoTrainingTest::rewards), adapted, options, state);
    }

    private PpoTraining open(AlignmentTask task, boolean adapted, TrainingOptions options, @Nullable Path state)
            throws IOException {
        AdapterConfig adapters =
                adapted ? new AdapterConfig(base.path().toString(), 4, 16, AdapterConfig.LINEAR) : null;
        return PpoTraining.open(
                new Start(base, adapters),
                base,
                task,
                new PpoSettings(
                        2,
                        4,
                        2,
                        ADAPTIVE,
                        GeneralizedAdvantage.usual(),
                        0.2,
                        ClippedValueLoss.usual(),
                        new AnswerSampling(1, 10, 0)),
                options,
                new EvaluationPlan(1, 0),
                scratch,
                new PpoTraining.Listeners(seen::add, lines::add),
                state);
    }

    private static AlignmentTask task(String name, AnswerReward reward) {
        return new AlignmentTask(
                prompts(16, 1),
                reward,
                prompts(8, 2),
                PpoTrainingTest::rewards,
                evaluation -> {},
                Map.of("reward model", name));
    }

    private static TrainingOptions options(int prompts, int epochs, double rate) {
        return new TrainingOptions(
                new TrainingOptions.Batching(prompts, 1, 2000),
                new TrainingOptions.Schedule(epochs, rate, 0),
                PpoSettings.optimizer(),
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
