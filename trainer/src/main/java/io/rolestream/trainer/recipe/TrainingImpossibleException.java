package io.rolestream.trainer.recipe;

/** There are too few texts to train on. The message says what is missing, and what to do. */
public final class TrainingImpossibleException extends Exception {
    private static final long serialVersionUID = 1L;

    public TrainingImpossibleException(String message) {
        super(message);
    }
}
