package io.rolestream.trainer.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Trains, evaluates and judges one model. */
public final class ModelTraining {
    private ModelTraining() {}

    /**
     * Trains a model, or goes on with the training that the work directory holds.
     *
     * @param work a directory of its own; what a stopped or killed training left there is gone on with if the request is the same,
     *     and dropped if it is not. The result is in it too
     * @param stop asked often; true ends the training, which can be gone on with
     * @return the result; empty if it was stopped
     * @throws TrainingImpossibleException if the texts do not suffice
     * @throws IOException if something cannot be read or written
     */
    public static Optional<Candidate> run(
            TrainingRequest request, Path work, TrainingMonitor monitor, BooleanSupplier stop)
            throws IOException, InterruptedException, TrainingImpossibleException {
        throw new UnsupportedOperationException("to come: " + request + work + monitor + stop);
    }
}
