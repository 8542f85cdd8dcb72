package io.rolestream.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.torch.ProcessEndsException;
import io.rolestream.engine.training.classification.ClassificationObjective;
import io.rolestream.engine.training.classification.TokenizedExample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training whose process ends during an evaluation repeats it first when resumed, and continues bit for bit. */
class InterruptedEvaluationTest {
    private static final List<int[]> VALIDATION =
            Toy.examples(12, 2).stream().map(TokenizedExample::ids).toList();

    private final Path folder;

    InterruptedEvaluationTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** There are 4 evaluations, the last of them after the last step. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void shouldMeasureFirstWhenResumed(int interrupted) throws IOException {
        Path state = folder.resolve("state");
        List<TrainingProgress> straight = new ArrayList<>();
        try (Measured training = new Measured(0, null)) {
            assertThat(training.run(straight::add, () -> false, null)).isTrue();
            training.save(folder.resolve("straight"), DType.F32);
        }
        List<TrainingProgress> both = new ArrayList<>();
        try (Measured training = new Measured(interrupted, null)) {
            assertThat(training.run(both::add, () -> false, state)).isFalse();
            assertThat(training.done()).isFalse();
            assertThat(training.stepsDone()).isEqualTo(both.size() + 1);
        }
        try (Measured training = new Measured(0, state)) {
            assertThat(training.done()).isFalse();
            assertThat(training.run(both::add, () -> false, state)).isTrue();
            training.save(folder.resolve("resumed"), DType.F32);
        }

        assertThat(facts(both)).isEqualTo(facts(straight));
        assertThat(folder.resolve("resumed/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("straight/model.safetensors"));
    }

    @Test
    void shouldStopInTheStepThatComputesItsBatchWhenTheProcessEnds() throws IOException {
        Path state = folder.resolve("state");
        ClassificationObjective plain = objective();
        try (Measured training = new Measured(new EndingObjective(plain), 0, null)) {
            assertThat(training.run(progress -> {}, () -> false, state)).isFalse();
            assertThat(training.stepsDone()).isEqualTo(1);
        }
        assertThat(state).exists();
    }

    private static ClassificationObjective objective() {
        return new ClassificationObjective(Toy.examples(32, 1), new float[] {1, 1, 1}, 0);
    }

    private static List<String> facts(List<TrainingProgress> all) {
        return all.stream()
                .map(one -> one.step().step() + " of " + one.step().steps() + " "
                        + one.step().loss() + " "
                        + one.step().gradientNorm() + " " + one.step().rate() + " "
                        + one.step().tokens() + " " + one.validation() + " " + one.isBest())
                .toList();
    }

    /** Ends the process, as it were, in its second batch. */
    private static final class EndingObjective implements Objective {
        private final Objective of;
        private int batches;

        EndingObjective(Objective of) {
            this.of = of;
        }

        @Override
        public Head head() {
            return of.head();
        }

        @Override
        public int size() {
            return of.size();
        }

        @Override
        public int tokens(int example) {
            return of.tokens(example);
        }

        @Override
        public long fingerprint() {
            return of.fingerprint();
        }

        @Override
        public Map<String, String> settings() {
            return of.settings();
        }

        @Override
        public Batch batch(int[] examples, SplittableRandom random) {
            if (++batches == 2) {
                throw new ProcessEndsException();
            }
            return of.batch(examples, random);
        }
    }

    /** Measures twice in each of two epochs of 4 steps, and keeps the best. */
    private static final class Measured extends ResumableTraining {
        Measured(int interrupted, @Nullable Path state) throws IOException {
            this(objective(), interrupted, state);
        }

        /** @param interrupted which evaluation the end of the process interrupts, from 1; 0 for none */
        Measured(Objective objective, int interrupted, @Nullable Path state) throws IOException {
            super(
                    Toy.start(),
                    Toy.start().config().withLabels(Toy.LABELS),
                    objective,
                    Toy.options(Precision.FP32, 7),
                    new EvaluationPlan(2, 0),
                    Map.of(),
                    new Evaluations(interrupted),
                    state);
        }

        private static final class Evaluations implements Evaluator {
            private int left;

            Evaluations(int interrupted) {
                left = interrupted;
            }

            @Override
            public ValidationResult measure(TrainingRun run) {
                if (--left == 0) {
                    throw new ProcessEndsException();
                }
                double sum = 0;
                for (float[] row : run.logits(VALIDATION)) {
                    sum += row[0] * row[0];
                }
                return new ValidationResult(run.stepsDone(), sum, 0, null);
            }
        }
    }
}
