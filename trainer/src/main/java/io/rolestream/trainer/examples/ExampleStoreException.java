package io.rolestream.trainer.examples;

import org.jspecify.annotations.Nullable;

/** The example store cannot be used. Nothing that was committed is lost. */
public final class ExampleStoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ExampleStoreException(String message) {
        super(message);
    }

    public ExampleStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
