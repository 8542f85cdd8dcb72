package io.rolestream.schemas.registry;

import org.jspecify.annotations.Nullable;

/** A registry's refusal. The message says what was asked of which registry, what it answered and what to do. */
public class SchemaRegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why a registry refused. */
    public enum Reason {
        /** No such subject, version, schema or id. */
        NOT_FOUND,
        /** The schema cannot read what earlier versions of its subject wrote. */
        INCOMPATIBLE,
        /** What was sent, or what came back, is not a schema. */
        INVALID,
        /** The credentials are missing, wrong or not sufficient. */
        FORBIDDEN,
        /** The registry does not answer, or only with errors of its own. */
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
