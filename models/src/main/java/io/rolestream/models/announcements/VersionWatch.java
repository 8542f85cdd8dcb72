package io.rolestream.models.announcements;

import io.rolestream.common.clients.Cluster;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the announcements on the calling thread until stopped; after a failure of the log, opens it again.
 *
 * @param trusted whose signature announcements must have; null believes all
 * @param stopped whether to stop; to stop, interrupt the thread as well
 */
public record VersionWatch(Cluster cluster, @Nullable PublicKey trusted, BooleanSupplier stopped) {
    private static final Logger LOG = LoggerFactory.getLogger(VersionWatch.class);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** Runs after each look at the topic, a few times a second; the log may not have caught up yet. */
    @FunctionalInterface
    public interface Step {
        void after(VersionLog log) throws InterruptedException;
    }

    /**
     * Polls and takes the step, in turns, until stopped. A failing step is treated like a failing log.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public void run(Step step) throws InterruptedException {
        while (!stopped.getAsBoolean()) {
            try (VersionLog log = new VersionLog(cluster, trusted)) {
                follow(log, step);
            } catch (SchemaRegistryUnavailableException e) {
                LOG.debug("an announcement waits for the schema registry", e);
                TimeUnit.NANOSECONDS.sleep(RETRY_AFTER.toNanos());
            } catch (RuntimeException e) {
                if (!stopped.getAsBoolean()) {
                    LOG.warn("cannot read the announcements of model versions; trying again: {}", e.toString());
                    TimeUnit.NANOSECONDS.sleep(RETRY_AFTER.toNanos());
                }
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("stopping");
            }
        }
    }

    private void follow(VersionLog log, Step step) throws InterruptedException {
        try {
            while (!stopped.getAsBoolean()) {
                log.poll(POLL);
                step.after(log);
            }
        } catch (InterruptException e) {
            Thread.interrupted(); // an interrupted thread can't close the log in order
            throw new InterruptedException(e.getMessage());
        }
    }
}
