package io.rolestream.engine.training;

import io.rolestream.engine.model.Precision;
import io.rolestream.engine.torch.ExitingProcess;
import io.rolestream.engine.torch.ProcessEndsException;
import io.rolestream.engine.training.TrainingOptions.Batching;
import io.rolestream.engine.training.TrainingOptions.Schedule;
import io.rolestream.engine.training.classification.FineTuning;
import io.rolestream.engine.training.classification.FineTuningOptions;
import io.rolestream.engine.training.classification.TokenizedExample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that SIGTERM ends during a step or an evaluation of minutes does not wait for its end, and does not crash.
 */
class ExitDuringTrainingTest {
    @Test
    void shouldExitInOrder(@TempDir Path directory) throws Exception {
        ExitingProcess.assertExitsInOrder(LongStep.class, Duration.ofMillis(500), Duration.ofSeconds(15), directory);
    }

    @Test
    void shouldExitInOrderFromAnEvaluation(@TempDir Path directory) throws Exception {
        ExitingProcess.assertExitsInOrder(
                LongEvaluation.class, Duration.ofMillis(1500), Duration.ofSeconds(15), directory);
    }

    /** Trains in one short step, after which very many texts are measured. A process of its own. */
    static final class LongEvaluation {
        private static final int REPEATED = 4_000;

        private LongEvaluation() {}

        public static void main(String[] arguments) throws IOException {
            List<TokenizedExample> validation = new ArrayList<>();
            for (int i = 0; i < REPEATED; i++) {
                validation.addAll(Toy.examples(100, 1));
            }
            FineTuningOptions options =
                    FineTuningOptions.of(Toy.options(new Batching(3, 1, 20), Schedule.of(1, 1e-3), Precision.FP32, 1));
            try (FineTuning training =
                    FineTuning.open(Toy.start(), Toy.LABELS, Toy.examples(3, 2), validation, options, null)) {
                System.out.println(ExitingProcess.BEGUN);
                training.run();
            } catch (ProcessEndsException e) {
                System.out.println("stopped");
            }
        }
    }
}
