package io.rolestream.common.clients;

import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits at the start of a service until the schema registry answers, because it may be started later, or be behind a
 * proxy that answers in its place.
 */
public final class RequiredRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(RequiredRegistry.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration REMIND_AFTER = Duration.ofMinutes(1);

    private RequiredRegistry() {}

    /** Returns once the registry answers; says in the log what it waits for, at once and then once a minute. */
    public static void await(Cluster cluster) throws InterruptedException {
        if (cluster.formats().keepsSchemas()) {
            return; // it answers with the brokers
        }
        long reminded = System.nanoTime() - REMIND_AFTER.toNanos();
        while (true) {
            try {
                cluster.registry().byId(cluster.topics().resumes() + "-value", Integer.MAX_VALUE);
                return;
            } catch (SchemaRegistryUnavailableException e) {
                if (System.nanoTime() - reminded >= REMIND_AFTER.toNanos()) {
                    LOG.warn("waiting for the schema registry: {}", e.getMessage());
                    reminded = System.nanoTime();
                }
            } catch (SchemaRegistryException e) {
                return; // a refusal is an answer
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }
}
