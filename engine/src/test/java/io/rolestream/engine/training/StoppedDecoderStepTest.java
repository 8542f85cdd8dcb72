package io.rolestream.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.checkpoint.AdapterConfig;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.training.TrainingOptions.Batching;
import io.rolestream.engine.training.TrainingOptions.Schedule;
import io.rolestream.engine.training.alignment.SmallDecoder;
import io.rolestream.engine.training.alignment.dpo.AnswerComparison;
import io.rolestream.engine.training.alignment.dpo.DpoObjective;
import io.rolestream.engine.training.alignment.dpo.DpoSettings;
import io.rolestream.engine.training.generation.AnswerObjective;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A decoder's step that is stopped between its parts leaves nothing behind. */
class StoppedDecoderStepTest {
    private static final int STEPS = 3;
    private static final TrainingOptions OPTIONS =
            Toy.options(new Batching(8, 1, 60), new Schedule(1, 5e-3, 0.1), Precision.FP32, 7);

    private final CheckpointDirectory base;

    StoppedDecoderStepTest(@TempDir Path folder) throws IOException {
        base = SmallDecoder.write(folder.resolve("base"), true, 1);
    }

    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void shouldLeaveNothingOfAStoppedStep(boolean preferred, boolean adapted) throws IOException {
        Objective objective = preferred ? comparisons() : new AnswerObjective(SmallDecoder.examples(24, 3));
        List<float[]> straight;
        try (Parameters parameters = parameters(adapted);
                TrainingRun run = new TrainingRun(parameters, objective, OPTIONS)) {
            for (int i = 0; i < STEPS; i++) {
                Toy.step(run);
            }
            straight = values(parameters);
        }
        try (Parameters parameters = parameters(adapted);
                TrainingRun run = new TrainingRun(parameters, objective, OPTIONS)) {
            for (int i = 0; i < STEPS; i++) {
                assertThat(Toy.stoppedStep(run)).isPositive();
            }
            assertThat(values(parameters)).usingRecursiveComparison().isEqualTo(straight);
        }
    }

    private Parameters parameters(boolean adapted) throws IOException {
        return adapted
                ? Parameters.load(
                        base,
                        new AdapterConfig(base.path().toString(), 4, 16, AdapterConfig.LINEAR),
                        Head.LANGUAGE_MODEL,
                        1)
                : Parameters.load(base, base.config(), Head.LANGUAGE_MODEL, 1);
    }

    private DpoObjective comparisons() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        List<AnswerComparison> comparisons = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            int[] prompt = SmallDecoder.tokens(random, 8);
            comparisons.add(new AnswerComparison(
                    new AnsweredPrompt(prompt, SmallDecoder.tokens(random, 7)),
                    new AnsweredPrompt(prompt, SmallDecoder.tokens(random, 7))));
        }
        try (FrozenDecoder reference = FrozenDecoder.open(base, 60, Precision.FP32, 1)) {
            return new DpoObjective(
                    comparisons, reference.rows(DpoObjective.logs(comparisons)), new DpoSettings(0.1, 0.2));
        }
    }

    private static List<float[]> values(Parameters parameters) {
        List<float[]> values = new ArrayList<>();
        parameters.arrays().forEach(array -> values.add(array.toFloatArray()));
        return values;
    }
}
