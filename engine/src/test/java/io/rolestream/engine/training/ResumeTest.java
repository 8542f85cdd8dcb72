package io.rolestream.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.bert.Bert;
import io.rolestream.engine.training.classification.ClassificationObjective;
import io.rolestream.engine.training.classification.TokenizedExample;
import io.rolestream.engine.training.pretraining.MaskedLanguageObjective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A run that is stopped and resumed ends with the same bits as one that is not; the models have dropout. */
class ResumeTest {
    private static final int STEPS = 10;
    private static final List<TokenizedExample> EXAMPLES = Toy.examples(60, 1);

    private final Path state;

    ResumeTest(@TempDir Path folder) {
        state = folder.resolve("state");
    }

    @ParameterizedTest
    @CsvSource({"CLASSIFIER, FP32", "CLASSIFIER, BF16", "MASKED_LANGUAGE_MODEL, FP32", "MASKED_LANGUAGE_MODEL, BF16"})
    void shouldGoOnBitForBit(Head head, Precision precision) throws IOException {
        Objective objective = objective(head);
        TrainingOptions options = Toy.options(precision, 7);
        List<float[]> straight;
        try (Parameters parameters = parameters(head, 7);
                TrainingRun run = new TrainingRun(parameters, objective, options)) {
            steps(run, STEPS);
            straight = values(parameters);
        }

        try (Parameters parameters = parameters(head, 7);
                TrainingRun run = new TrainingRun(parameters, objective, options)) {
            steps(run, STEPS / 2);
            run.save(state, Map.of("more", "x"), Map.of("note", "y"));
        }
        try (Parameters parameters = parameters(head, 8)) {
            TrainingRun.Resumed resumed =
                    TrainingRun.resume(state, parameters, objective(head), options, Map.of("more", "x"));
            try (TrainingRun run = resumed.run()) {
                assertThat(resumed.notes()).containsExactly(Map.entry("note", "y"));
                assertThat(run.stepsDone()).isEqualTo(STEPS / 2);
                steps(run, STEPS / 2);
                assertSame(values(parameters), straight);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FP32", "BF16"})
    void shouldRepeatWithTheSameSeedOnly(Precision precision) {
        List<float[]> first = trained(precision, 7, 7);

        assertSame(trained(precision, 7, 7), first);
        assertThat(trained(precision, 7, 9).get(0)).isNotEqualTo(first.get(0)); // other order and dropout
        assertThat(trained(precision, 9, 7).get(0)).isNotEqualTo(first.get(0)); // other first parameters
    }

    @Test
    void shouldResumeInThePrecisionThatItWasBegunWith() throws IOException {
        save(Toy.options(Precision.BF16, 7));
        TrainingOptions one = Toy.options(Precision.BF16, 7);
        TrainingOptions choose = new TrainingOptions(one.batching(), one.schedule(), one.optimizer(), null, null, 2, 7);

        try (Parameters parameters = parameters(Head.CLASSIFIER, 7);
                TrainingRun run = TrainingRun.resume(state, parameters, objective(Head.CLASSIFIER), choose, Map.of())
                        .run()) {
            assertThat(run.precision()).isEqualTo(Precision.BF16);
        }
        assertRefused(EXAMPLES, Toy.options(Precision.FP32, 7), "bf16", "fp32", "start again");
    }

    /** With a large epsilon, the first steps follow the gradients' sizes and not only their signs. */
    @Test
    void shouldDampStepsByItsEpsilon() {
        TrainingOptions options = Toy.options(Precision.FP32, 7);

        assertThat(moved(withEpsilon(options, 0.5))).isLessThan(moved(options) / 5);
    }

    private static double moved(TrainingOptions options) {
        try (Parameters parameters = parameters(Head.CLASSIFIER, 7);
                TrainingRun run = new TrainingRun(parameters, objective(Head.CLASSIFIER), options)) {
            float[] before = values(parameters).get(0);
            steps(run, 3);
            float[] after = values(parameters).get(0);
            double sum = 0;
            for (int i = 0; i < before.length; i++) {
                sum += Math.abs(after[i] - before[i]);
            }
            return sum;
        }
    }

    @Test
    void shouldRefuseAnotherTraining() throws IOException {
        TrainingOptions options = Toy.options(Precision.FP32, 7);
        save(options);

        assertRefused(Toy.examples(60, 2), options, "of another training", "its examples");
        assertRefused(Toy.examples(59, 1), options, "its number of examples was 60, and now it is 59");
        assertRefused(
                EXAMPLES,
                Toy.options(Precision.FP32, 8),
                "its seed was 7, and now it is 8",
                "resume with the same settings");
        assertRefused(EXAMPLES, Toy.options(3, 1, Precision.FP32, 7), "its epochs was 2");
        assertRefused(
                EXAMPLES,
                Toy.options(options.batching(), TrainingOptions.Schedule.of(2, 1e-4), Precision.FP32, 7),
                "its learning rate was 0.005");
        assertRefused(EXAMPLES, Toy.options(2, 2, Precision.FP32, 7), "its batches that are sorted together was 1");
        assertRefused(EXAMPLES, withDropout(options, 0.2), "its dropout was null, and now it is 0.2");
        assertRefused(EXAMPLES, withEpsilon(options, 1e-5), "its weight decay was 0.01", "0.01, epsilon 1.0E-5");
        try (Parameters wider =
                Parameters.initialize(Bert.roberta(90, 64, 2, 4, 64, 40).withLabels(Toy.LABELS), Head.CLASSIFIER, 1)) {
            assertThatThrownBy(() ->
                            TrainingRun.resume(state, wider, objective(Head.CLASSIFIER), options, Map.of("more", "")))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("its model was roberta, 2 layers, 4 heads, 32 wide");
        }
    }

    @Test
    void shouldRefuseAFileThatIsNoState() throws IOException {
        Files.copy(Toy.base().path().resolve("model.safetensors"), state);
        assertRefused(EXAMPLES, Toy.options(Precision.FP32, 7), state.toString(), "is not the state of a training");
    }

    private void assertRefused(List<TokenizedExample> examples, TrainingOptions options, String... said)
            throws IOException {
        Objective other = new ClassificationObjective(examples, new float[] {1, 1, 1}, 0);
        try (Parameters parameters = parameters(Head.CLASSIFIER, 7)) {
            assertThatThrownBy(() -> TrainingRun.resume(state, parameters, other, options, Map.of()))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContainingAll(said);
        }
    }

    private static TrainingOptions withDropout(TrainingOptions of, double dropout) {
        return new TrainingOptions(
                of.batching(), of.schedule(), of.optimizer(), dropout, of.precision(), of.threads(), of.seed());
    }

    private static TrainingOptions withEpsilon(TrainingOptions of, double epsilon) {
        return new TrainingOptions(
                of.batching(),
                of.schedule(),
                new TrainingOptions.Optimizer(0.01, 1, epsilon),
                of.dropout(),
                of.precision(),
                of.threads(),
                of.seed());
    }

    private void save(TrainingOptions options) throws IOException {
        try (Parameters parameters = parameters(Head.CLASSIFIER, 7);
                TrainingRun run = new TrainingRun(parameters, objective(Head.CLASSIFIER), options)) {
            run.save(state, Map.of(), Map.of());
        }
    }

    private static List<float[]> trained(Precision precision, long initSeed, long seed) {
        try (Parameters parameters = parameters(Head.CLASSIFIER, initSeed);
                TrainingRun run =
                        new TrainingRun(parameters, objective(Head.CLASSIFIER), Toy.options(precision, seed))) {
            steps(run, 3);
            return values(parameters);
        }
    }

    private static Objective objective(Head head) {
        return head == Head.CLASSIFIER
                ? new ClassificationObjective(EXAMPLES, new float[] {1, 1, 1}, 0)
                : new MaskedLanguageObjective(
                        EXAMPLES.stream().map(TokenizedExample::ids).toList(), 90, Toy.TOKENS, 0.15);
    }

    private static Parameters parameters(Head head, long seed) {
        return Parameters.initialize(Bert.roberta(90, 32, 2, 4, 64, 40).withLabels(Toy.LABELS), head, seed);
    }

    private static void steps(TrainingRun run, int count) {
        for (int i = 0; i < count; i++) {
            run.step();
        }
    }

    private static List<float[]> values(Parameters parameters) {
        List<float[]> values = new ArrayList<>();
        parameters.arrays().forEach(array -> values.add(array.toFloatArray()));
        return values;
    }

    private static void assertSame(List<float[]> actual, List<float[]> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).as("parameter %d", i).isEqualTo(expected.get(i));
        }
    }
}
