package io.rolestream.stream;

import io.rolestream.common.service.FailureBudget;
import java.time.Instant;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows when a stream thread dies. A new thread takes over and tries the same records again; where that
 * does not help, because threads keep dying, the process gives up so that its supervisor and its people notice.
 */
final class ThreadFailures {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);

    private final FailureBudget budget = new FailureBudget();
    private @Nullable Throwable last;

    synchronized StreamThreadExceptionResponse record(Throwable failure) {
        return record(failure, Instant.now());
    }

    synchronized StreamThreadExceptionResponse record(Throwable failure, Instant now) {
        last = failure;
        if (failure instanceof Error || !budget.tolerates(now)) {
            LOG.error("a stream thread failed; giving up", failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.warn("a stream thread failed; starting a new one", failure);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    synchronized @Nullable Throwable last() {
        return last;
    }
}
