package io.rolestream.classifier.inference;

import io.rolestream.classifier.encoder.PackedSequences;
import java.util.concurrent.atomic.LongAdder;

/** What the workers of a classifier have computed. */
final class ComputeCounters {
    private final LongAdder batches = new LongAdder();
    private final LongAdder sequences = new LongAdder();
    private final LongAdder tokens = new LongAdder();
    private final LongAdder paddedTokens = new LongAdder();
    private final LongAdder busyNanos = new LongAdder();

    /** A batch came back. */
    void batch(PackedSequences sequencesOfIt) {
        batches.increment();
        paddedTokens.add((long) sequencesOfIt.size() * sequencesOfIt.longest());
    }

    /** A sequence was completed. */
    void sequence(int itsTokens) {
        sequences.increment();
        tokens.add(itsTokens);
    }

    /** Time was spent, whatever came of it. */
    void busySince(long startNanos) {
        busyNanos.add(System.nanoTime() - startNanos);
    }

    InferenceStatistics with(SequenceQueue queue) {
        return new InferenceStatistics(
                batches.sum(),
                sequences.sum(),
                tokens.sum(),
                paddedTokens.sum(),
                busyNanos.sum(),
                queue.tokens(),
                queue.batchTokens());
    }
}
