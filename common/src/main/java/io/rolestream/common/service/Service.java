package io.rolestream.common.service;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What runs in a process until it is told to stop: started once, then closed. What it says of itself may be asked at
 * any time, by any thread, and never waits.
 */
public interface Service extends AutoCloseable {
    /**
     * Checks what it needs and begins to work on threads of its own.
     *
     * @throws RuntimeException if it can't work; nothing is left running
     */
    void start() throws InterruptedException;

    /** What to call it in messages. */
    String name();

    /** Whether it can continue without a restart. */
    default boolean isLive() {
        return !stopped().isDone();
    }

    /** Whether it does its work now. */
    default boolean isReady() {
        return isLive();
    }

    /** What it does, in a few words. */
    default String describe() {
        return isReady() ? "running" : "not running";
    }

    /** Completes when it has stopped: with null after {@link #close}, with the cause after a failure. */
    CompletableFuture<@Nullable Throwable> stopped();

    /** Finishes or drops what it has begun, and stops; returns when it has. A second call does nothing. */
    @Override
    void close();
}
