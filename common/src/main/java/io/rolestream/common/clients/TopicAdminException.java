package io.rolestream.common.clients;

import org.jspecify.annotations.Nullable;

/** Topics could not be created or described. The message says which, why, and what to do. */
public final class TopicAdminException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TopicAdminException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
