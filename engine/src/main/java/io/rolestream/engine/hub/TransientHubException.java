package io.rolestream.engine.hub;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An attempt failed; the next one may succeed. */
final class TransientHubException extends HubException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;
    private final boolean progressed;

    TransientHubException(String message, @Nullable Throwable cause) {
        this(message, cause, null, false);
    }

    private TransientHubException(
            String message, @Nullable Throwable cause, @Nullable Duration retryAfter, boolean progressed) {
        super(message, cause);
        this.retryAfter = retryAfter;
        this.progressed = progressed;
    }

    static TransientHubException after(@Nullable Duration pause, String message) {
        return new TransientHubException(message, null, pause, false);
    }

    /** The attempt got so far that it does not count as one of the failures in a row. */
    static TransientHubException progressed(String message, @Nullable Throwable cause) {
        return new TransientHubException(message, cause, null, true);
    }

    /** The pause that the server asked for, or null. */
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    boolean progressed() {
        return progressed;
    }
}
