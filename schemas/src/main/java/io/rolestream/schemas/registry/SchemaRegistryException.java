package io.rolestream.schemas.registry;

import org.jspecify.annotations.Nullable;

/**
 * A registry refused a request. The message contains the request, the registry's address, its answer, and what to do.
 */
public class SchemaRegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Reason of a refusal. */
    public enum Reason {
        /** No such subject, version, schema or id. */
        NOT_FOUND,
        /** The schema cannot read what earlier versions of its subject wrote. */
        INCOMPATIBLE,
        /** The request, or the answer, is not a schema. */
        INVALID,
        /** The registry does not answer as a registry does, or refuses the credentials. */
        UNAVAILABLE
    }

    public SchemaRegistryException(Reason reason, String message) {
        this(reason, message, null);
    }

    public SchemaRegistryException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
