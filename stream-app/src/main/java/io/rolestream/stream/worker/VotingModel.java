package io.rolestream.stream.worker;

import io.rolestream.events.Vote;
import java.util.concurrent.CompletableFuture;

/**
 * A model that votes for a worker. Called by one thread, unless an implementation allows more; votes may complete on
 * others.
 */
public interface VotingModel extends AutoCloseable {
    /** The version that makes the votes. */
    String version();

    /** Whether enough is waiting already to keep the device busy; further texts should wait in Kafka. */
    boolean isFull();

    /**
     * Votes on a text, in the background.
     *
     * @return fails with what this text, and no other, makes the model fail with; with {@link ModelGoneException} where
     *     the text was not looked at because the model is being closed, or can compute nothing any more
     */
    CompletableFuture<Vote> vote(String text) throws InterruptedException;

    /** Votes on what waits, then frees the model. May take as long as that does. */
    @Override
    void close();
}
