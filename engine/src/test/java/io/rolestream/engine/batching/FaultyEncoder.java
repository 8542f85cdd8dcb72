package io.rolestream.engine.batching;

import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.PackedSequences;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Computes two logits, the number of the sequences' tokens and their sum, unless a fault is planted. */
public final class FaultyEncoder implements Encoder {
    /** What happens to a batch before it is computed. */
    @FunctionalInterface
    public interface Fault {
        void strike(PackedSequences batch);
    }

    private final Fault fault;
    private final int notFiniteId;
    private final AtomicInteger calls = new AtomicInteger();

    public FaultyEncoder(Fault fault) {
        this(fault, -1);
    }

    /** @param notFiniteId sequences with this token get logits that are not finite */
    public FaultyEncoder(Fault fault, int notFiniteId) {
        this.fault = fault;
        this.notFiniteId = notFiniteId;
    }

    /** Whether a batch has a token. */
    public static boolean has(PackedSequences batch, int id) {
        return IntStream.of(batch.ids()).anyMatch(other -> other == id);
    }

    public int calls() {
        return calls.get();
    }

    @Override
    public float[][] compute(PackedSequences batch) {
        calls.incrementAndGet();
        fault.strike(batch);
        float[] rows = new float[2 * batch.size()];
        int[] ids = batch.ids();
        for (int i = 0; i < batch.size(); i++) {
            int from = batch.first()[i];
            int to = i + 1 < batch.size() ? batch.first()[i + 1] : ids.length;
            rows[2 * i] = to - from;
            rows[2 * i + 1] = (float) IntStream.range(from, to)
                    .mapToDouble(at -> ids[at] == notFiniteId ? Double.NaN : ids[at])
                    .sum();
        }
        return batch.inOrder(rows);
    }

    @Override
    public String description() {
        return "faulty";
    }

    @Override
    public void close() {}
}
