package io.rolestream.engine.batching;

/** The engine can compute nothing any more, not even a valid sequence; only a new process helps. */
public final class EngineBrokenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public EngineBrokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
