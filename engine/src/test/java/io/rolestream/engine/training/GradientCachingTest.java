package io.rolestream.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.pytorch.engine.PtNDArray;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.bert.Bert;
import io.rolestream.engine.task.Pooling;
import io.rolestream.engine.torch.Torch;
import io.rolestream.engine.training.classification.TokenizedExample;
import io.rolestream.engine.training.contrastive.ContrastiveExamples;
import io.rolestream.engine.training.contrastive.ContrastiveObjective;
import io.rolestream.engine.training.contrastive.ContrastiveOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A batch whose loss compares all its texts may be computed in parts: gradients and resumed steps are the same. */
class GradientCachingTest {
    private static final int LARGE = 1 << 20;

    @Test
    void shouldGiveTheGradientsOfTheUndividedBatch() {
        Objective objective = objective(40);
        List<float[]> whole = gradients(objective, LARGE, 0.0);
        List<float[]> divided = gradients(objective, 30, 0.0);

        assertThat(divided).hasSameSizeAs(whole);
        for (int i = 0; i < whole.size(); i++) {
            assertThat(divided.get(i)).as("parameter %d", i).containsExactly(whole.get(i), offset(1e-5f));
        }
    }

    /** Otherwise the gradients would be those of other vectors than the loss was computed from. */
    @Test
    void shouldDropTheSameUnitsInBothPasses() {
        try (Parameters parameters = parameters();
                Passes passes = new Passes(parameters, LARGE, 0.3)) {
            Torch.prepareThread(1);
            parameters.arrays().forEach(array -> array.setRequiresGradient(true));
            Objective.JointBatch batch = batch(objective(12));
            int[] part = passes.parts(batch.sequences()).get(0);

            double recorded = passes.whole(batch, part, 5, Precision.FP32);
            List<float[]> first = copied(parameters);
            double cached = passes.divided(batch, List.of(part), new long[] {5}, Precision.FP32, () -> false)
                    .orElseThrow();
            List<float[]> both = copied(parameters);

            assertThat(cached).isCloseTo(recorded, offset(1e-6));
            for (int i = 0; i < first.size(); i++) {
                for (int k = 0; k < first.get(i).length; k++) {
                    assertThat(both.get(i)[k]).isCloseTo(2 * first.get(i)[k], offset(1e-5f));
                }
            }
            parameters.arrays().forEach(array -> array.setRequiresGradient(false));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FP32", "BF16"})
    void shouldGoOnBitForBit(Precision precision, @TempDir Path folder) throws IOException {
        Objective objective = objective(40);
        TrainingOptions options = Toy.options(precision, 7);
        Path state = folder.resolve("state");
        List<float[]> straight;
        try (Parameters parameters = parameters();
                TrainingRun run = new TrainingRun(parameters, objective, options)) {
            steps(run, 8);
            straight = values(parameters);
        }
        try (Parameters parameters = parameters();
                TrainingRun run = new TrainingRun(parameters, objective, options)) {
            steps(run, 4);
            run.save(state, Map.of(), Map.of());
        }
        try (Parameters parameters = parameters()) {
            try (TrainingRun run = TrainingRun.resume(state, parameters, objective(40), options, Map.of())
                    .run()) {
                steps(run, 4);
                assertThat(values(parameters)).usingRecursiveComparison().isEqualTo(straight);
            }
        }
    }

    @Test
    void shouldLeaveNothingOfAStoppedStep() {
        TrainingOptions options = Toy.options(Precision.FP32, 7);
        List<float[]> straight;
        try (Parameters parameters = parameters();
                TrainingRun run = new TrainingRun(parameters, objective(40), options)) {
            steps(run, 4);
            straight = values(parameters);
        }
        try (Parameters parameters = parameters();
                TrainingRun run = new TrainingRun(parameters, objective(40), options)) {
            for (int i = 0; i < 4; i++) {
                assertThat(Toy.stoppedStep(run)).isGreaterThan(1);
            }
            assertThat(values(parameters)).usingRecursiveComparison().isEqualTo(straight);
        }
    }

    private static Parameters parameters() {
        return Parameters.initialize(Bert.roberta(90, 32, 2, 4, 64, 40), Head.NONE, 3);
    }

    private static Objective objective(int pairs) {
        List<int[]> texts =
                Toy.examples(2 * pairs, 1).stream().map(TokenizedExample::ids).toList();
        ContrastiveExamples.Builder builder = new ContrastiveExamples.Builder();
        for (int i = 0; i < pairs; i++) {
            builder.pair(
                    builder.query(texts.get(i)),
                    builder.document(texts.get(pairs + i)),
                    List.of(builder.document(texts.get(pairs + (i + 1) % pairs))),
                    1,
                    1);
        }
        return new ContrastiveObjective(
                builder.build(),
                new ContrastiveOptions(
                        Toy.options(Precision.FP32, 7), Pooling.MEAN, 40, 0.1, true, 1, new EvaluationPlan(1, 0)));
    }

    private static Objective.JointBatch batch(Objective objective) {
        return (Objective.JointBatch)
                objective.batch(IntStream.range(0, objective.size()).toArray(), new SplittableRandom(1));
    }

    private static List<float[]> gradients(Objective objective, int passTokens, double dropout) {
        try (Parameters parameters = parameters();
                Passes passes = new Passes(parameters, passTokens, dropout)) {
            Torch.prepareThread(1);
            parameters.arrays().forEach(array -> array.setRequiresGradient(true));
            passes.backward(batch(objective), new SplittableRandom(1), Precision.FP32, () -> false);
            List<float[]> result = copied(parameters);
            parameters.arrays().forEach(array -> array.setRequiresGradient(false));
            return result;
        }
    }

    private static List<float[]> copied(Parameters parameters) {
        List<float[]> copies = new ArrayList<>();
        for (PtNDArray array : parameters.arrays()) {
            try (PtNDArray gradient = array.getGradient()) {
                copies.add(gradient.toFloatArray());
            }
        }
        return copies;
    }

    private static void steps(TrainingRun run, int count) {
        for (int i = 0; i < count; i++) {
            Toy.step(run);
        }
    }

    private static List<float[]> values(Parameters parameters) {
        List<float[]> values = new ArrayList<>();
        parameters.arrays().forEach(array -> values.add(array.toFloatArray()));
        return values;
    }
}
