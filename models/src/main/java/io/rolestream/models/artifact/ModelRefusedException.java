package io.rolestream.models.artifact;

/**
 * A model version must not be used. The message names the version's file or field, what is wrong, and what was
 * expected.
 */
public final class ModelRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final Refusal refusal;

    public ModelRefusedException(Refusal refusal, String message) {
        super(message);
        this.refusal = refusal;
    }

    public ModelRefusedException(Refusal refusal, String message, Throwable cause) {
        super(message, cause);
        this.refusal = refusal;
    }

    /** With the message of the cause. */
    public ModelRefusedException(Refusal refusal, Throwable cause) {
        this(refusal, String.valueOf(cause.getMessage()), cause);
    }

    public Refusal refusal() {
        return refusal;
    }
}
