package io.rolestream.common.clients;

import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which questions a registry has not answered, so that every part of a service that waits for it says so in one
 * place: at {@code /ready}, and in the log once a minute. A question counts from its first failure until it is
 * answered, or not repeated for a while, because another instance may have taken over the record that led to it.
 * Thread-safe.
 */
final class WatchedRegistry implements SchemaRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedRegistry.class);
    private static final Duration REMIND_AFTER = Duration.ofMinutes(1);

    /** More than the pause before a question is asked again. */
    private static final Duration FORGET_AFTER = Duration.ofSeconds(60);

    private record Open(String message, long failedAt) {}

    private final SchemaRegistry registry;
    private final Duration forgetAfter;
    private final Map<List<Object>, Open> open = new HashMap<>();
    /** Questions without an answer yet, once per thread that asks. All attempts of one may take minutes. */
    private final List<List<Object>> inFlight = new ArrayList<>();

    private long remindedAt = System.nanoTime() - REMIND_AFTER.toNanos();

    WatchedRegistry(SchemaRegistry registry) {
        this(registry, FORGET_AFTER);
    }

    WatchedRegistry(SchemaRegistry registry, Duration forgetAfter) {
        this.registry = registry;
        this.forgetAfter = forgetAfter;
    }

    @Override
    public int register(String subject, Schema schema) {
        return ask(List.of(subject, schema), () -> registry.register(subject, schema));
    }

    @Override
    public Schema byId(String subject, int id) {
        return ask(List.of(subject, id), () -> registry.byId(subject, id));
    }

    @Override
    public Schema byGuid(String subject, UUID guid) {
        return ask(List.of(subject, guid), () -> registry.byGuid(subject, guid));
    }

    SchemaRegistry registry() {
        return registry;
    }

    private <T> T ask(List<Object> question, Supplier<T> answer) {
        asked(question);
        try {
            T answered = answer.get();
            closed(question);
            return answered;
        } catch (SchemaRegistryUnavailableException e) {
            opened(question, String.valueOf(e.getMessage()));
            throw e;
        } catch (SchemaRegistryException e) {
            closed(question); // a refusal is an answer
            throw e;
        } finally {
            returned(question);
        }
    }

    private synchronized void asked(List<Object> question) {
        inFlight.add(question);
    }

    private synchronized void returned(List<Object> question) {
        inFlight.remove(question);
    }

    private synchronized void closed(List<Object> question) {
        open.remove(question);
    }

    private synchronized void opened(List<Object> question, String message) {
        long now = System.nanoTime();
        boolean repeated = open.put(question, new Open(message, now)) != null; // a command gives up instead
        if (repeated && now - remindedAt >= REMIND_AFTER.toNanos()) {
            remindedAt = now;
            LOG.warn("waiting for the schema registry: {}", message);
        }
    }

    /** What is waited for, or null. */
    synchronized @Nullable String waitsFor() {
        long now = System.nanoTime();
        open.entrySet()
                .removeIf(waiting -> now - waiting.getValue().failedAt() > forgetAfter.toNanos()
                        && !inFlight.contains(waiting.getKey()));
        return open.values().stream()
                .findFirst()
                .map(waiting -> "waiting for the schema registry: " + waiting.message())
                .orElse(null);
    }
}
