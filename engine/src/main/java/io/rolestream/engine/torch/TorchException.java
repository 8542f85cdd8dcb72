package io.rolestream.engine.torch;

/** PyTorch cannot be used, or refused a call. */
public final class TorchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TorchException(String message) {
        super(message);
    }

    public TorchException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The first line of the message; PyTorch adds a long stack trace. */
    public String firstLine() {
        return String.valueOf(getMessage()).lines().findFirst().orElse("");
    }
}
