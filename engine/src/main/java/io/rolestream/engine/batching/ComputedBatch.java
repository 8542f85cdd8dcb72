package io.rolestream.engine.batching;

import io.rolestream.engine.model.PackedSequences;

/**
 * A batch that a model has computed.
 *
 * @param sequences how many it had
 * @param tokens how many these had, all of them together
 * @param longest how many tokens the longest had
 * @param nanos how long it took
 */
public record ComputedBatch(int sequences, int tokens, int longest, long nanos) {
    static ComputedBatch of(PackedSequences batch, long nanos) {
        return new ComputedBatch(batch.size(), batch.tokens(), batch.longest(), nanos);
    }

    /** How many tokens it would have had if each sequence had been padded to the longest. */
    public long paddedTokens() {
        return (long) sequences * longest;
    }
}
