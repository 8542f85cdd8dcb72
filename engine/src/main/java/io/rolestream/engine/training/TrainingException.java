package io.rolestream.engine.training;

/** A training cannot start or continue. Nothing was overwritten; the message says what to do. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TrainingException(String message) {
        super(message);
    }
}
