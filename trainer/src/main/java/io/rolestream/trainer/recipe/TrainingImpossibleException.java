package io.rolestream.trainer.recipe;

/** There are no texts to train on, or too few. The message says what is missing, and what to do. */
public final class TrainingImpossibleException extends Exception {
    private static final long serialVersionUID = 1L;

    public TrainingImpossibleException(String message) {
        super(message);
    }
}
