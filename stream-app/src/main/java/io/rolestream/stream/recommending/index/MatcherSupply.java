package io.rolestream.stream.recommending.index;

import io.rolestream.matching.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Supplies matchers: one at the start, and another for each new version of a model in it. The recommender's thread
 * asks, and closes every matcher that it received.
 */
public interface MatcherSupply extends AutoCloseable {
    /**
     * Begins to look for models.
     *
     * @throws RuntimeException if it can never supply a matcher
     */
    void start() throws InterruptedException;

    /** The matcher to use from now on, once for each; null if nothing has changed since the last call. */
    @Nullable
    Matcher poll();

    /** Frees what was not handed out. */
    @Override
    void close();
}
