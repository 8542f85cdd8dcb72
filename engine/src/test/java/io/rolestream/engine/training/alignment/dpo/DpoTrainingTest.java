package io.rolestream.engine.training.alignment.dpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.checkpoint.AdapterConfig;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.generation.GenerationGolden;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.FrozenDecoder;
import io.rolestream.engine.training.TrainingException;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.TrainingRun;
import io.rolestream.engine.training.ValidationResult;
import io.rolestream.engine.training.alignment.SmallDecoder;
import io.rolestream.engine.training.alignment.dpo.DpoTraining.Comparisons;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import io.rolestream.engine.training.generation.DecoderTraining;
import io.rolestream.engine.training.generation.DecoderTraining.Start;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A small decoder learns to prefer answers of some tokens to answers of others. */
class DpoTrainingTest {
    private static final Comparisons COMPARISONS = new Comparisons(comparisons(48, 1), comparisons(16, 2));

    private final Path folder;
    private CheckpointDirectory base;

    @SuppressWarnings("NullAway.Init") // before each test
    DpoTrainingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void write() throws IOException {
        base = SmallDecoder.write(folder.resolve("base"), true, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLearnWhichAnswersArePreferred(boolean adapted) throws IOException {
        try (DpoTraining training = open(adapted, 0.2, options(4, Precision.FP32), null)) {
            DpoResult before = Objects.requireNonNull(training.latest());
            training.run();
            DpoResult after = Objects.requireNonNull(training.latest());

            assertThat(before.step()).isZero();
            assertThat(after.loss()).isLessThan(before.loss());
            assertThat(after.accuracy()).isGreaterThan(0.9);
            assertThat(after.margin()).isPositive();
            CheckpointDirectory saved = training.save(folder.resolve("out"), DType.F32);
            assertThat(margin(saved)).isCloseTo(after.margin(), offset(1e-3));
        }
    }

    /** The model is its own reference there, and reads the validation pairs packed as the reference does. */
    @ParameterizedTest
    @CsvSource({"FP32, true", "FP32, false", "BF16, true"})
    void shouldBeAtNoDistanceFromTheReferenceAtFirst(Precision precision, boolean adapted) throws IOException {
        try (DpoTraining training = open(adapted, 0, options(1, precision), null)) {
            DpoResult before = Objects.requireNonNull(training.latest());

            assertThat(before.margin()).isZero();
            assertThat(before.accuracy()).isZero();
            assertThat(before.loss()).isCloseTo(Math.log(2), offset(1e-9));
        }
    }

    @ParameterizedTest
    @CsvSource({"FP32, false", "FP32, true", "BF16, true"})
    void shouldContinueBitForBit(Precision precision, boolean adapted) throws IOException {
        Path state = folder.resolve("state");
        TrainingOptions options = options(1, precision);
        try (DpoTraining straight = open(adapted, 0.2, options, null)) {
            straight.run();
            straight.save(folder.resolve("straight"), DType.F32);
        }
        try (DpoTraining stopped = open(adapted, 0.2, options, null)) {
            assertThat(stopped.run(progress -> {}, () -> stopped.stepsDone() == 3, state))
                    .isFalse();
        }
        try (DpoTraining resumed = open(adapted, 0.2, options, state)) {
            assertThat(resumed.stepsDone()).isEqualTo(3);
            resumed.run();
            resumed.save(folder.resolve("resumed"), DType.F32);
        }

        assertThat(folder.resolve("resumed/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("straight/model.safetensors"));
    }

    @Test
    void shouldKeepChosenAnswersLikelyBySupervision() throws IOException {
        double alone = chosenAfter(0);
        double supervised = chosenAfter(1);

        assertThat(supervised).isGreaterThan(alone + 1);
    }

    private double chosenAfter(double weight) throws IOException {
        try (DpoTraining training = open(false, weight, options(3, Precision.FP32), null)) {
            training.run();
            return chosen(training.save(folder.resolve("weight-" + weight), DType.F32));
        }
    }

    @Test
    void shouldRefuseToResumeWithAnotherReference() throws IOException {
        Path state = folder.resolve("state");
        try (DpoTraining training = open(false, 0.2, options(1, Precision.FP32), null)) {
            training.saveState(state);
        }
        CheckpointDirectory other = SmallDecoder.write(folder.resolve("other"), true, 2);

        assertThatThrownBy(() -> DpoTraining.open(
                        new Start(base, null),
                        other,
                        COMPARISONS,
                        new DpoSettings(0.1, 0.2),
                        options(1, Precision.FP32),
                        new EvaluationPlan(1, 0),
                        null,
                        state))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("its reference's checksum was");
    }

    @Test
    void shouldRefuseAReferenceThatCannotBeRead() throws IOException {
        CheckpointDirectory encoderDecoder = GenerationGolden.checkpoint("t5-tied");

        assertThatThrownBy(() -> DpoTraining.open(
                        new Start(base, null),
                        encoderDecoder,
                        COMPARISONS,
                        new DpoSettings(0.1, 0.2),
                        options(1, Precision.FP32),
                        new EvaluationPlan(1, 0),
                        null,
                        null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("the reference", "models of the type t5 cannot be trained");
        assertThatThrownBy(() -> FrozenDecoder.open(encoderDecoder, 100, Precision.FP32, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("models of the type t5 cannot be trained");
    }

    @Test
    void shouldRefuseAnOpenPrecision() {
        assertThatThrownBy(() -> open(false, 0.2, options(1, null), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be fp32 or bf16");
    }

    /** The pairs are the same as in the other tests; a judge of what is written stops the training at its peak. */
    @Test
    void shouldStopAtTheJudgesPeak() throws IOException {
        List<Double> judged = List.of(0.1, 0.5, 0.4, 0.3, 0.9);
        CountingJudge judge = new CountingJudge(judged);
        try (DpoTraining training = DpoTraining.open(
                new Start(base, null),
                base,
                COMPARISONS,
                new DpoSettings(0.1, 0.2),
                options(5, Precision.FP32),
                new EvaluationPlan(1, 2),
                judge,
                null)) {
            training.run();

            assertThat(judge.asked).isEqualTo(4);
            assertThat(Objects.requireNonNull(training.best()).loss()).isEqualTo(-0.5);
        }
        assertThat(judge.closed).isTrue();
    }

    /** Gives scores in order, the first before the training. */
    private static final class CountingJudge implements DecoderTraining.Judge {
        private final List<Double> scores;
        private @Nullable TrainingRun run;
        private int asked;
        private boolean closed;

        CountingJudge(List<Double> scores) {
            this.scores = scores;
        }

        @Override
        public Map<String, String> facts() {
            return Map.of("judge", "this one");
        }

        @Override
        public void attach(TrainingRun newRun, DecoderTraining.PresentWriter writer) {
            run = newRun;
        }

        @Override
        public ValidationResult measure() {
            return new ValidationResult(Objects.requireNonNull(run).stepsDone(), -scores.get(asked++), 1, null);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private DpoTraining open(boolean adapted, double supervised, TrainingOptions options, @Nullable Path state)
            throws IOException {
        AdapterConfig adapters =
                adapted ? new AdapterConfig(base.path().toString(), 4, 16, AdapterConfig.LINEAR) : null;
        return DpoTraining.open(
                new Start(base, adapters),
                base,
                COMPARISONS,
                new DpoSettings(0.1, supervised),
                options,
                new EvaluationPlan(1, 0),
                null,
                state);
    }

    private static TrainingOptions options(int epochs, @Nullable Precision precision) {
        return new TrainingOptions(
                new TrainingOptions.Batching(8, 1, 120),
                TrainingOptions.Schedule.of(epochs, 5e-3),
                TrainingOptions.Optimizer.usual(),
                null,
                precision,
                1,
                7);
    }

    /** The mean difference of the implicit rewards, computed anew from two checkpoints. */
    private double margin(CheckpointDirectory model) throws IOException {
        float[][] now = logs(model);
        float[][] before = logs(base);
        double sum = 0;
        for (int i = 0; i < now.length; i += 2) {
            sum += 0.1 * ((now[i][0] - before[i][0]) - (now[i + 1][0] - before[i + 1][0]));
        }
        return sum / (now.length / 2.0);
    }

    private static double chosen(CheckpointDirectory model) throws IOException {
        float[][] logs = logs(model);
        double sum = 0;
        for (int i = 0; i < logs.length; i += 2) {
            sum += logs[i][0];
        }
        return sum / (logs.length / 2.0);
    }

    private static float[][] logs(CheckpointDirectory model) throws IOException {
        try (FrozenDecoder frozen = FrozenDecoder.open(model, 100, Precision.FP32, 1)) {
            return frozen.rows(DpoObjective.logs(COMPARISONS.validation()));
        }
    }

    /** Chosen answers have tokens from 20 to 29, rejected ones from 30 to 39. */
    private static List<AnswerComparison> comparisons(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<AnswerComparison> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] prompt = SmallDecoder.tokens(random, 8);
            result.add(new AnswerComparison(
                    new AnsweredPrompt(prompt, answer(random, 20)), new AnsweredPrompt(prompt, answer(random, 30))));
        }
        return result;
    }

    private static int[] answer(SplittableRandom random, int first) {
        int[] answer = new int[random.nextInt(2, 6)];
        for (int i = 0; i < answer.length - 1; i++) {
            answer[i] = first + random.nextInt(10);
        }
        answer[answer.length - 1] = SmallDecoder.END;
        return answer;
    }
}
