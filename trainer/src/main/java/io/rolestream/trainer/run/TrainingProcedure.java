package io.rolestream.trainer.run;

import io.rolestream.trainer.recipe.Candidate;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.recipe.TrainingMonitor;
import io.rolestream.trainer.recipe.TrainingRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** How a model is trained: {@link io.rolestream.trainer.recipe.ModelTraining#run}, or something quicker in tests. */
@FunctionalInterface
public interface TrainingProcedure {
    Optional<Candidate> run(TrainingRequest request, Path work, TrainingMonitor monitor, BooleanSupplier stop)
            throws IOException, InterruptedException, TrainingImpossibleException;

    /** Called at the end of a training of the model, also where it was published or failed after {@link #run}. */
    default void ended(String model, TrainingOutcome outcome) {}
}
