package io.rolestream.stream.worker;

import org.jspecify.annotations.Nullable;

/**
 * Supplies a worker's models, loading them in the background. The worker's thread asks between two records, and closes
 * every model that it received.
 */
public interface ModelSupply extends AutoCloseable {
    /**
     * Begins to look for models.
     *
     * @throws RuntimeException if it can never supply one
     */
    void start() throws InterruptedException;

    /**
     * Whether it is known which model is to vote first, or that there is none yet. Until then resumes are left alone:
     * labels would come without the vote of a model that is only being loaded. It is offered before this becomes true.
     */
    boolean isSettled();

    /** What has changed since the last call, or null. */
    @Nullable
    Change poll();

    /**
     * Another model is to vote from now on.
     *
     * @param model null where none is
     */
    record Change(@Nullable VotingModel model) {}

    /** Stops loading, and frees what was not handed out. */
    @Override
    void close();
}
