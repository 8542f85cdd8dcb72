package io.rolestream.classifier.inference;

import java.util.concurrent.atomic.LongAdder;

/** What the workers of a classifier have computed. */
final class ComputeCounters {
    private final LongAdder batches = new LongAdder();
    private final LongAdder sequences = new LongAdder();
    private final LongAdder tokens = new LongAdder();
    private final LongAdder busyNanos = new LongAdder();

    /** A batch came back. */
    void batch() {
        batches.increment();
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
                batches.sum(), sequences.sum(), tokens.sum(), busyNanos.sum(), queue.tokens(), queue.batchTokens());
    }
}
