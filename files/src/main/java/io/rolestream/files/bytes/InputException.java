package io.rolestream.files.bytes;

import org.jspecify.annotations.Nullable;

/**
 * An input that can't be read, or not to its end. The message says what, where, and what to do, in
 * the user's terms.
 */
public final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** For a problem that has no technical cause worth keeping. */
    public InputException(String message) {
        this(message, null);
    }

    /** For a problem that another exception told of. */
    public InputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
