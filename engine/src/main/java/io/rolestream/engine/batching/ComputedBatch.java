package io.rolestream.engine.batching;

import io.rolestream.engine.model.PackedSequences;

/**
 * A batch that a model has computed.
 *
 * @param tokens of all sequences together
 * @param longest the tokens of the longest sequence
 */
public record ComputedBatch(int sequences, int tokens, int longest, long nanos) {
    static ComputedBatch of(PackedSequences batch, long nanos) {
        return new ComputedBatch(batch.size(), batch.tokens(), batch.longest(), nanos);
    }

    /** How many tokens it would have with each sequence padded to the longest. */
    public long paddedTokens() {
        return (long) sequences * longest;
    }
}
