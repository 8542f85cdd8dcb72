package io.rolestream.files.bytes;

import org.jspecify.annotations.Nullable;

/** An input that cannot be read to its end. The message says what failed, where, and what to do. */
public final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InputException(String message) {
        this(message, null);
    }

    public InputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
