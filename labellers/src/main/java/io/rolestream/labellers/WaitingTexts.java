package io.rolestream.labellers;

import io.rolestream.engine.task.ModelTask;

/** How many texts may wait for a model. */
public final class WaitingTexts {
    /** How many batches wait for each that is computed, at most: enough to choose texts of the same length from. */
    private static final int BATCHES_AHEAD = 4;

    private WaitingTexts() {}

    /** Whether enough waits to keep the device busy. */
    public static boolean isFull(ModelTask task) {
        return task.waitingTokens() >= (long) BATCHES_AHEAD * task.workers() * task.batchTokens();
    }
}
