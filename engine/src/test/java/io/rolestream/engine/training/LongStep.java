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
import java.util.ArrayList;
import java.util.List;

/** Trains in one step of very many parts. A process of its own. */
final class LongStep {
    private static final int REPEATED = 2_000;

    private LongStep() {}

    public static void main(String[] arguments) throws IOException {
        List<TokenizedExample> examples = new ArrayList<>();
        for (int i = 0; i < REPEATED; i++) {
            examples.addAll(Toy.examples(100, 1));
        }
        FineTuningOptions options = FineTuningOptions.of(
                Toy.options(new Batching(examples.size(), 1, 20), Schedule.of(1, 1e-3), Precision.FP32, 1));
        try (FineTuning training =
                FineTuning.open(Toy.start(), Toy.LABELS, examples, Toy.examples(3, 2), options, null)) {
            System.out.println(ExitingProcess.BEGUN);
            training.run();
        } catch (ProcessEndsException e) {
            System.out.println("stopped");
        }
    }
}
