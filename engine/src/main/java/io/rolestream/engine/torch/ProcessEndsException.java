package io.rolestream.engine.torch;

import org.jspecify.annotations.Nullable;

/** Nothing is computed any more because the process ends. */
public final class ProcessEndsException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    public ProcessEndsException() {
        super("the process ends");
    }

    /** Whether a failure, or one of its causes, says that the process ends: then nothing is wrong. */
    public static boolean isCauseOf(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProcessEndsException) {
                return true;
            }
        }
        return false;
    }
}
