package io.rolestream.engine.batching;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What the workers of an engine have computed. */
final class ComputeCounters {
    private final LongAdder batches = new LongAdder();
    private final LongAdder sequences = new LongAdder();
    private final LongAdder tokens = new LongAdder();
    private volatile Consumer<ComputedBatch> listener = batch -> {};

    /** The listener for each following batch. */
    void listener(Consumer<ComputedBatch> newListener) {
        listener = newListener;
    }

    /** A batch came back. */
    void batch(ComputedBatch batch) {
        batches.increment();
        listener.accept(batch);
    }

    /** A sequence was completed. */
    void sequence(int itsTokens) {
        sequences.increment();
        tokens.add(itsTokens);
    }

    InferenceStatistics statistics() {
        return new InferenceStatistics(batches.sum(), sequences.sum(), tokens.sum());
    }
}
