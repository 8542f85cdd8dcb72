package io.rolestream.stream.worker;

import org.jspecify.annotations.Nullable;

/** One model, whatever is announced. */
public final class FixedModel implements ModelSupply {
    private @Nullable Change change;

    public FixedModel(VotingModel model) {
        change = new Change(model);
    }

    @Override
    public void start() {}

    @Override
    public boolean isSettled() {
        return true;
    }

    @Override
    public synchronized @Nullable Change poll() {
        Change result = change;
        change = null;
        return result;
    }

    @Override
    public synchronized void close() {
        if (change != null && change.model() != null) {
            change.model().close();
        }
        change = null;
    }
}
