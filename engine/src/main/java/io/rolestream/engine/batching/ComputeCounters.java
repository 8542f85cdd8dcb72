package io.rolestream.engine.batching;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Counts what the workers of an engine compute. */
final class ComputeCounters {
    private final LongAdder batches = new LongAdder();
    private final LongAdder sequences = new LongAdder();
    private final LongAdder tokens = new LongAdder();
    private volatile Consumer<ComputedBatch> listener = batch -> {};

    void listener(Consumer<ComputedBatch> newListener) {
        listener = newListener;
    }

    void batch(ComputedBatch batch) {
        batches.increment();
        listener.accept(batch);
    }

    void sequence(int itsTokens) {
        sequences.increment();
        tokens.add(itsTokens);
    }

    InferenceStatistics statistics() {
        return new InferenceStatistics(batches.sum(), sequences.sum(), tokens.sum());
    }
}
