package io.rolestream.schemas.registry;

import org.jspecify.annotations.Nullable;

/**
 * A registry does not answer, something else answers in its place, or it refuses the credentials. The record or schema
 * may be valid: trying again later may succeed.
 */
public final class SchemaRegistryUnavailableException extends SchemaRegistryException {
    private static final long serialVersionUID = 1L;

    public SchemaRegistryUnavailableException(String message, @Nullable Throwable cause) {
        super(Reason.UNAVAILABLE, message, cause);
    }

    /** Whether a failure is one of these, or was caused by one. */
    public static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SchemaRegistryUnavailableException) {
                return true;
            }
        }
        return false;
    }
}
