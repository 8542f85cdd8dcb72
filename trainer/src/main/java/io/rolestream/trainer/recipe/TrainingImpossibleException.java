package io.rolestream.trainer.recipe;

/** There is nothing to train on, or too little; the message says what is missing, and what to do. */
public final class TrainingImpossibleException extends Exception {
    private static final long serialVersionUID = 1L;

    public TrainingImpossibleException(String message) {
        super(message);
    }
}
