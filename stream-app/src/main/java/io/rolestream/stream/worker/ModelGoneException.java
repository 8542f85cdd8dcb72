package io.rolestream.stream.worker;

/** A model did not process a text, because it is closed or broken. The text is not at fault. */
public final class ModelGoneException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean broken;

    /**
     * @param broken whether the model's engine can compute nothing any more in this process; otherwise it was closed
     */
    public ModelGoneException(boolean broken, Throwable cause) {
        super(broken ? "the model's engine has failed: " + cause : "the model is closed", cause);
        this.broken = broken;
    }

    public boolean broken() {
        return broken;
    }
}
