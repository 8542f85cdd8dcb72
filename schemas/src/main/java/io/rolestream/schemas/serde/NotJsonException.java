package io.rolestream.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/** A value that should be JSON is not, or not the JSON of its record. The message says where, and quotes no text. */
public final class NotJsonException extends SerializationException {
    private static final long serialVersionUID = 1L;

    public NotJsonException(String message) {
        super(message);
    }
}
