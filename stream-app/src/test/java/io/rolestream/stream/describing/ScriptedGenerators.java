package io.rolestream.stream.describing;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Hands out what a test wants it to. */
final class ScriptedGenerators implements DescriptionSupply {
    private final Queue<Change> changes = new ArrayDeque<>();
    private volatile boolean settled;

    synchronized void offer(@Nullable DescribingModel model) {
        changes.add(new Change(model));
        settled = true;
    }

    @Override
    public void start() {}

    @Override
    public boolean isSettled() {
        return settled;
    }

    @Override
    public synchronized @Nullable Change poll() {
        return changes.poll();
    }

    @Override
    public void close() {}
}
