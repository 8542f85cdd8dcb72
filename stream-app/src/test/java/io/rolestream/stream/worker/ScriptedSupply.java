package io.rolestream.stream.worker;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Hands out what a test wants it to. */
final class ScriptedSupply implements ModelSupply {
    private final Queue<Change> changes = new ArrayDeque<>();
    private volatile boolean settled;

    synchronized void offer(@Nullable VotingModel model) {
        changes.add(new Change(model));
        settled = true;
    }

    void settle() {
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
