package io.rolestream.files.write;

import org.jspecify.annotations.Nullable;

/** An output that can't be written. The message says what, where, and what to do, in the user's terms. */
public final class OutputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** For a problem, with its cause, if any. */
    public OutputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
