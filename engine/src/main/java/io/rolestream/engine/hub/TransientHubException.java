package io.rolestream.engine.hub;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An attempt failed in a way that the next one may not. */
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

    /** The server asks for a pause. */
    static TransientHubException after(@Nullable Duration pause, String message) {
        return new TransientHubException(message, null, pause, false);
    }

    /** The attempt got so far that it should not count among the failed ones in a row. */
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
