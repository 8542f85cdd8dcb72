package io.rolestream.trainer.run;

import io.rolestream.trainer.recipe.Candidate;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.recipe.TrainingMonitor;
import io.rolestream.trainer.recipe.TrainingRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The procedure that trains a model: {@code ModelTraining::run}, which documents the contract, or something quicker in
 * tests.
 */
@FunctionalInterface
public interface TrainingProcedure {
    /** As {@link io.rolestream.trainer.recipe.ModelTraining#run}. */
    Optional<Candidate> run(TrainingRequest request, Path work, TrainingMonitor monitor, BooleanSupplier stop)
            throws IOException, InterruptedException, TrainingImpossibleException;
}
