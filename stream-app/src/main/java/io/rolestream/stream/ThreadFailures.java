package io.rolestream.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows when a stream thread dies. A new thread takes over and tries the same records again; where that
 * does not help, because threads keep dying, the process gives up so that its supervisor and its people notice.
 */
final class ThreadFailures {
    static final int TOLERATED = 10;
    static final Duration WITHIN = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);

    private final Deque<Instant> recent = new ArrayDeque<>();
    private @Nullable Throwable last;

    synchronized StreamThreadExceptionResponse record(Throwable failure) {
        return record(failure, Instant.now());
    }

    synchronized StreamThreadExceptionResponse record(Throwable failure, Instant now) {
        last = failure;
        recent.addLast(now);
        while (recent.getFirst().isBefore(now.minus(WITHIN))) {
            recent.removeFirst();
        }
        if (failure instanceof Error || recent.size() > TOLERATED) {
            LOG.error("stream thread died; giving up", failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.warn("stream thread died; a new one takes over", failure);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    synchronized @Nullable Throwable last() {
        return last;
    }
}
