package io.rolestream.files.write;

import org.jspecify.annotations.Nullable;

/** An output that can't be written. The message says what failed, where, and what to do. */
public final class OutputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OutputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
