package io.rolestream.engine.model;

import java.util.List;

/**
 * Where a batch finds the sequences that join it, and leaves its results. Called on the thread that computes the batch.
 * Sequences have numbers: those that the batch begins with from 0 on, and then those that join it, in order.
 */
public interface SequenceFeed {
    /**
     * Sequences that join the batch; empty if none wait, or none fit beside those that are not done.
     *
     * @throws RuntimeException if the batch is no longer wanted
     */
    List<TokenSequence> next();

    /** The most tokens of a batch now; 0 if none join it. */
    int batchTokens();

    /** Takes the row of a sequence as soon as it is computed, once for each. */
    void done(int number, float[] row);
}
