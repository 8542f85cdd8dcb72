package io.rolestream.models.announcements;

/** A request is invalid for the announced versions; nothing was announced. The message says why, and what to do. */
public final class VersionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public VersionException(String message) {
        super(message);
    }

    public VersionException(String message, Throwable cause) {
        super(message, cause);
    }
}
