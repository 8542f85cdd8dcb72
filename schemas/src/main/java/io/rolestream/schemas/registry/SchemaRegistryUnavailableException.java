package io.rolestream.schemas.registry;

import org.jspecify.annotations.Nullable;

/** A registry that does not answer. Nothing is wrong with the record or schema in hand: trying later may succeed. */
public final class SchemaRegistryUnavailableException extends SchemaRegistryException {
    private static final long serialVersionUID = 1L;

    public SchemaRegistryUnavailableException(String message, @Nullable Throwable cause) {
        super(Reason.UNAVAILABLE, message, cause);
    }
}
