package io.rolestream.stream;

import io.rolestream.common.service.FailureBudget;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.time.Instant;
import java.util.function.Function;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the failure of a stream thread. A new thread takes over and retries the same records. If threads keep
 * failing, the process stops, so that its supervisor notices; it waits for an absent registry, which a restart would
 * not bring back.
 */
final class ThreadFailures {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);

    private final Function<Throwable, @Nullable RuntimeException> permanent;
    private final FailureBudget budget = new FailureBudget();
    private @Nullable Throwable last;

    /** @param permanent for a failure that a new thread would repeat, an exception that says what to do; else null */
    ThreadFailures(Function<Throwable, @Nullable RuntimeException> permanent) {
        this.permanent = permanent;
    }

    synchronized StreamThreadExceptionResponse record(Throwable failure) {
        return record(failure, Instant.now());
    }

    synchronized StreamThreadExceptionResponse record(Throwable failure, Instant now) {
        last = failure;
        if (SchemaRegistryUnavailableException.isBehind(failure)) {
            LOG.debug("a record waits for the schema registry", failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        RuntimeException explained = permanent.apply(failure);
        if (explained != null) {
            last = explained;
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
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
