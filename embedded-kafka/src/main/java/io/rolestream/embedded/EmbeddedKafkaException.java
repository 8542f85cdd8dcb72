package io.rolestream.embedded;

import org.jspecify.annotations.Nullable;

/** The embedded broker or registry cannot start or continue; the message says why, and what to do. */
public final class EmbeddedKafkaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EmbeddedKafkaException(String message) {
        this(message, null);
    }

    public EmbeddedKafkaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
