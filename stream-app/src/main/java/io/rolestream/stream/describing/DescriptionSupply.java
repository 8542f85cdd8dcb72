package io.rolestream.stream.describing;

import io.rolestream.common.config.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Supplies generators, loading them in the background. The service's thread asks between two records, and closes every
 * generator that it received.
 */
interface DescriptionSupply extends AutoCloseable {
    /**
     * Begins to look for generators.
     *
     * @throws ConfigurationException if it can never supply one
     */
    void start() throws InterruptedException;

    /**
     * Whether it is known which generator writes first, or that there is none yet. Until then resumes are left alone.
     */
    boolean isSettled();

    /** What has changed since the last call, or null. */
    @Nullable
    Change poll();

    /**
     * Another generator writes from now on.
     *
     * @param model null where none does
     */
    record Change(@Nullable DescribingModel model) {}

    /** Stops loading, and frees what was not handed out. */
    @Override
    void close();
}
