package io.rolestream.engine.task;

/** The classifier was closed, or the process ends, before a text was computed. */
public final class ClassifierClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    public ClassifierClosedException(String message) {
        super(message);
    }
}
