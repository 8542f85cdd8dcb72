package io.rolestream.trainer.matching.service;

import io.rolestream.models.task.VersionTask;
import io.rolestream.trainer.matching.MatchCandidate;
import io.rolestream.trainer.matching.MatchRequest;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.recipe.TrainingMonitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * How a matcher or a reward model is trained: {@link io.rolestream.trainer.matching.MatchTraining#run}, or a test's.
 */
@FunctionalInterface
public interface MatchProcedure {
    Optional<MatchCandidate> run(
            MatchRequest request, VersionTask task, Path work, TrainingMonitor monitor, BooleanSupplier stop)
            throws IOException, InterruptedException, TrainingImpossibleException;
}
