package io.rolestream.stream.describing;

import io.rolestream.matching.profile.Profile;
import io.rolestream.stream.worker.ModelGoneException;
import java.util.concurrent.CompletableFuture;

/** A generator that describes resumes. Called by one thread; texts may complete on others. */
interface DescribingModel extends AutoCloseable {
    String name();

    String version();

    /** Whether enough is waiting already to keep the device busy; further resumes should wait in Kafka. */
    boolean isFull();

    /**
     * Writes a description in the background. If the result is cancelled, writing it ends within a few tokens.
     *
     * @param resume masked
     * @return fails with what this resume, and no other, makes the model fail with; with {@link ModelGoneException}
     *     where the resume was not looked at because the model is being closed, or can compute nothing any more
     */
    CompletableFuture<Draft> describe(Profile resume) throws InterruptedException;

    /** Writes what waits and is not cancelled, then frees the model. May take as long as that does. */
    @Override
    void close();
}
