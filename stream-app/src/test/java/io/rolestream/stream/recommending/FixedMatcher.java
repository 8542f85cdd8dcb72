package io.rolestream.stream.recommending;

import io.rolestream.matching.Matcher;
import io.rolestream.stream.recommending.index.MatcherSupply;
import org.jspecify.annotations.Nullable;

/** One matcher, whatever is announced. */
public final class FixedMatcher implements MatcherSupply {
    private final Opening opening;
    private @Nullable Matcher matcher;

    /** Opens a matcher, which may take as long as loading its weights. */
    @FunctionalInterface
    public interface Opening {
        /** @throws RuntimeException if it cannot be opened; says why and what to do */
        Matcher open() throws InterruptedException;
    }

    public FixedMatcher(Opening opening) {
        this.opening = opening;
    }

    @Override
    public void start() throws InterruptedException {
        Matcher opened = opening.open();
        synchronized (this) {
            matcher = opened;
        }
    }

    @Override
    public synchronized @Nullable Matcher poll() {
        Matcher result = matcher;
        matcher = null;
        return result;
    }

    @Override
    public synchronized void close() {
        if (matcher != null) {
            matcher.close();
            matcher = null;
        }
    }
}
