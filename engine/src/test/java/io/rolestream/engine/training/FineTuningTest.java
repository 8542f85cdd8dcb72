package io.rolestream.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Output;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.ReferenceEncoder;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.training.classification.ClassWeights;
import io.rolestream.engine.training.classification.ClassificationObjective;
import io.rolestream.engine.training.classification.FineTuning;
import io.rolestream.engine.training.classification.FineTuningOptions;
import io.rolestream.engine.training.classification.TokenizedExample;
import io.rolestream.evaluation.scores.Scores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FineTuningTest {
    private static final List<TokenizedExample> TRAINING = Toy.examples(120, 1);
    private static final List<TokenizedExample> VALIDATION = Toy.examples(30, 2);
    private static final List<TokenizedExample> TEST = Toy.examples(60, 3);

    private final Path folder;

    FineTuningTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void shouldLearnAndSaveWhatItLearnt() throws IOException {
        List<TrainingProgress> told = new ArrayList<>();
        try (FineTuning tuning = start(options(12, 0))) {
            assertThat(tuning.run(told::add, () -> false, null)).isTrue();

            Scores scores = tuning.scores(TEST);
            assertThat(scores.accuracy()).isGreaterThan(0.9);
            assertThat(scores.majority().accuracy()).isEqualTo(1.0 / 3);
            assertThat(told).hasSize(12 * 15);
            assertThat(told.get(14).epoch()).isEqualTo(1);
            assertThat(told.get(14).validation()).isNotNull();
            assertThat(told.get(13).validation()).isNull();
            assertThat(told.get(0).tokensPerSecond()).isPositive();
            assertThat(told.get(told.size() - 1).left()).isZero();

            CheckpointDirectory saved = tuning.save(folder.resolve("model"), DType.F32);
            assertThat(saved.config().labels()).isEqualTo(Toy.LABELS);
            assertThat(saved.config().keys().texts("architectures"))
                    .containsExactly("RobertaForSequenceClassification");
            assertThat(accuracy(saved)).isEqualTo(scores.accuracy());
        }
    }

    private static double accuracy(CheckpointDirectory checkpoint) throws IOException {
        try (ReferenceEncoder encoder = new ReferenceEncoder(Parameters.load(checkpoint), Output.LOGITS)) {
            float[][] logits = encoder.compute(
                    PackedSequences.of(TEST.stream().map(TokenizedExample::ids).toList()));
            long right = 0;
            for (int i = 0; i < logits.length; i++) {
                float[] row = logits[i];
                right += TEST.get(i).label() == argmax(row) ? 1 : 0;
            }
            return (double) right / logits.length;
        }
    }

    private static int argmax(float[] row) {
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            best = row[i] > row[best] ? i : best;
        }
        return best;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldEndTheSameWhereverItIsStopped(int sortedBatches) throws IOException {
        TrainingOptions steps = Toy.options(2, sortedBatches, Precision.FP32, 5);
        FineTuningOptions options = new FineTuningOptions(steps, 0.1, ClassWeights.none(), new EvaluationPlan(3, 4));
        byte[] straight;
        try (FineTuning tuning = start(options)) {
            tuning.run();
            straight = weights(tuning, "straight");
        }

        Path state = folder.resolve("state");
        FineTuning tuning = start(options);
        int runs = 1;
        while (true) {
            AtomicInteger left = new AtomicInteger(7);
            try (FineTuning now = tuning) {
                if (now.run(progress -> {}, () -> left.getAndDecrement() == 0, state)) {
                    assertThat(weights(now, "stopped")).isEqualTo(straight);
                    break;
                }
            }
            runs++;
            tuning = FineTuning.open(Toy.start(), Toy.LABELS, TRAINING, VALIDATION, options, state);
        }
        assertThat(runs).isGreaterThan(2);
    }

    private byte[] weights(FineTuning tuning, String name) throws IOException {
        return Files.readAllBytes(
                tuning.save(folder.resolve(name), DType.F32).path().resolve("model.safetensors"));
    }

    @Test
    void shouldStopEarlyAndKeepTheBest() throws IOException {
        List<TrainingProgress> told = new ArrayList<>();
        try (FineTuning tuning = start(options(40, 2))) {
            tuning.run(told::add, () -> false, null);

            ValidationResult best = Objects.requireNonNull(tuning.best());
            List<ValidationResult> results = told.stream()
                    .map(TrainingProgress::validation)
                    .filter(result -> result != null)
                    .toList();
            assertThat(told).hasSizeLessThan(40 * 15);
            assertThat(results.get(results.size() - 3)).isEqualTo(best);
            assertThat(results).noneMatch(result -> result.isBetterThan(best));
            assertThat(tuning.scores(VALIDATION).macroF1()).isEqualTo(best.macroF1());
        }
    }

    @Test
    void shouldTakeTheLastParametersWithoutValidation() throws IOException {
        try (FineTuning tuning = FineTuning.open(Toy.start(), Toy.LABELS, TRAINING, List.of(), options(3, 2), null)) {
            tuning.run();
            assertThat(tuning.best()).isNull();
            assertThat(tuning.scores(TEST).accuracy()).isGreaterThan(0.6);
        }
    }

    @Test
    void shouldRefuseToResumeWithAnotherValidationSetOrPatience() throws IOException {
        Path state = folder.resolve("state");
        try (FineTuning tuning = start(options(2, 2))) {
            tuning.saveState(state);
        }
        assertThatThrownBy(() -> FineTuning.open(
                        Toy.start(), Toy.LABELS, TRAINING, VALIDATION.subList(1, 30), options(2, 2), state))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("its hold-out was");
        assertThatThrownBy(() -> FineTuning.open(Toy.start(), Toy.LABELS, TRAINING, VALIDATION, options(2, 3), state))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("its patience was 2, and now it is 3");
        assertThatThrownBy(() -> FineTuning.open(
                        Toy.start(), List.of("a", "b", "x"), TRAINING, VALIDATION, options(2, 2), state))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("its labels was a, b, c, and now it is a, b, x");
    }

    @Test
    void shouldWriteNothingWhenTheTrainingDiverges() throws IOException {
        CheckpointDirectory broken = withoutANumber();
        Path state = Files.writeString(folder.resolve("state"), "an earlier state");
        try (FineTuning tuning =
                FineTuning.open(StartingPoint.of(broken), Toy.LABELS, TRAINING, VALIDATION, options(2, 2), null)) {
            assertThatThrownBy(() -> tuning.run(progress -> {}, () -> false, state))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("step 1 of 30 has a loss of NaN")
                    .hasMessageContaining("learning rate");
        }
        assertThat(state).hasContent("an earlier state");
    }

    @Test
    void shouldLeaveTheParametersAsTheyWereBeforeAStepThatDiverges() throws IOException {
        try (Parameters parameters =
                        Toy.start().parameters(Toy.start().config().withLabels(Toy.LABELS), Head.CLASSIFIER, 1);
                TrainingRun run = new TrainingRun(
                        parameters,
                        new ClassificationObjective(TRAINING, new float[] {1, 1, Float.POSITIVE_INFINITY}, 0),
                        Toy.options(Precision.FP32, 1))) {
            List<float[]> before = parameters.arrays().stream()
                    .map(array -> array.toFloatArray())
                    .toList();
            assertThatThrownBy(() -> Toy.step(run))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("step 1 of 30");
            for (int i = 0; i < before.size(); i++) {
                assertThat(parameters.arrays().get(i).toFloatArray()).isEqualTo(before.get(i));
            }
            assertThat(run.stepsDone()).isZero();
        }
    }

    /** A base whose embeddings are no numbers, as a damaged one's may be. */
    private CheckpointDirectory withoutANumber() throws IOException {
        CheckpointDirectory base = Toy.base();
        try (Parameters parameters = Parameters.load(base)) {
            float[] nothing =
                    new float[(int) parameters.arrays().get(0).getShape().size()];
            Arrays.fill(nothing, Float.NaN);
            parameters.arrays().get(0).set(nothing);
            return CheckpointDirectory.save(
                    folder.resolve("broken"), base.config(), base.tokenizer(), parameters.tensors(DType.F32));
        }
    }

    @Test
    void shouldRefuseExamplesThatDoNotFit() {
        assertRefused(List.of(), VALIDATION, "there are no examples to train on");
        assertRefused(
                TRAINING.stream().filter(example -> example.label() == 1).toList(),
                VALIDATION,
                "all 40 training examples have the label \"b\"");
        assertRefused(
                TRAINING,
                List.of(TokenizedExample.of(new int[41], 0, 3)),
                "validation example 0 has 41 tokens",
                "takes 40");
        assertRefused(
                List.of(TRAINING.get(0), TokenizedExample.of(new int[] {0, 5, 2}, 0, 4)),
                VALIDATION,
                "training example 1 has 4 targets, but the model has 3 labels");
        assertRefused(
                List.of(TokenizedExample.of(new int[] {0, 90, 2}, 0, 3)),
                VALIDATION,
                "training example 0 has the token 90");
    }

    private static void assertRefused(
            List<TokenizedExample> training, List<TokenizedExample> validation, String... said) {
        assertThatThrownBy(() -> FineTuning.open(Toy.start(), Toy.LABELS, training, validation, options(1, 1), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(said);
    }

    @Test
    void shouldWeighLabelsAsScikitLearn() {
        List<TokenizedExample> examples = new ArrayList<>();
        int[] labels = {0, 0, 0, 0, 1, 1, 1, 2, 2, 0, 1, 0};
        for (int label : labels) {
            examples.add(TokenizedExample.of(new int[] {5}, label, 4));
        }
        // compute_class_weight("balanced"), scikit-learn 1.9.1; the fourth label does not occur
        assertThat(new ClassWeights.Balanced(1).of(examples, 4))
                .containsExactly(new float[] {2f / 3, 1, 2, 1}, offset(1e-6f));
        assertThat(new ClassWeights.Balanced(0).of(examples, 4)).containsExactly(1, 1, 1, 1);
        assertThat(new ClassWeights.Given(List.of(1.0, 2.0, 0.5, 0.0)).of(examples, 4))
                .containsExactly(1f, 2f, 0.5f, 0f);
        assertThatThrownBy(() -> new ClassWeights.Given(List.of(1.0)).of(examples, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 weights were given for 4 labels");
    }

    private static FineTuning start(FineTuningOptions options) throws IOException {
        return FineTuning.open(Toy.start(), Toy.LABELS, TRAINING, VALIDATION, options, null);
    }

    private static FineTuningOptions options(int epochs, int patience) {
        return new FineTuningOptions(
                Toy.options(epochs, 1, Precision.FP32, 5),
                0.1,
                new ClassWeights.Balanced(1),
                new EvaluationPlan(1, patience));
    }
}
