package io.rolestream.engine.model;

import java.util.List;

/**
 * Computes a row of numbers for each sequence: the logits of a classifier, or a pooled hidden state, as its
 * {@link Output} says. Thread-safe; threads must be {@link io.rolestream.engine.torch.Torch#prepareThread prepared}.
 */
public interface Encoder extends AutoCloseable {
    /**
     * @return {@code [sequences, labels]} for logits, else {@code [sequences, hidden]}, in the order of the list that
     *     was packed
     * @throws IllegalArgumentException if a sequence is too long, or an id is not in the vocabulary
     */
    float[][] compute(PackedSequences sequences);

    /**
     * Computes sequences of a batch, and those that join it while it is computed, if the model lets any: by default
     * none do. If it throws, the sequences that have no row were not computed.
     *
     * @param first what the batch begins with, at least one
     * @throws IllegalArgumentException if a sequence is too long, or an id is not in the vocabulary
     */
    default void compute(List<TokenSequence> first, SequenceFeed feed) {
        float[][] rows = compute(PackedSequences.ofSequences(first));
        for (int i = 0; i < rows.length; i++) {
            feed.done(i, rows[i]);
        }
    }

    /** The precision and device, in words. */
    String description();

    /** Frees the weights. No thread may be computing. */
    @Override
    void close();

    /**
     * Where a batch finds the sequences that join it, and leaves its results. Called on the thread that computes the
     * batch. Sequences have numbers: those that the batch begins with from 0 on, and then those that join it, in order.
     */
    interface SequenceFeed {
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
}
