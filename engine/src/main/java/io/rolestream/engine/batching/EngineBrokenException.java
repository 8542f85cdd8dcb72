package io.rolestream.engine.batching;

/**
 * The engine computes nothing any more: not even a sequence that is known to be good, or the virtual machine itself
 * failed. Only a new process helps. The cause says what failed.
 */
public final class EngineBrokenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public EngineBrokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
