package io.rolestream.engine.torch;

/** Nothing is computed any more because the process ends. */
public final class ProcessEndsException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    public ProcessEndsException() {
        super("the process ends");
    }
}
