package io.rolestream.engine.batching;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A request whose sequences are being computed, in any order.
 *
 * @param <R> what its rows become
 */
final class PendingRequest<R> {
    private final float[][] rows;
    private final Function<List<float[]>, R> toResult;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private int missing;

    /** @param toResult is called once, with one row per sequence, on the thread that computed the last */
    PendingRequest(int sequences, Function<List<float[]>, R> toResult) {
        rows = new float[sequences][];
        this.toResult = toResult;
        missing = sequences;
    }

    CompletableFuture<R> result() {
        return result;
    }

    void complete(int sequence, float[] row) {
        synchronized (this) {
            rows[sequence] = row;
            if (--missing > 0) {
                return;
            }
        }
        R value;
        try {
            value = toResult.apply(Collections.unmodifiableList(Arrays.asList(rows)));
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        result.complete(value);
    }

    void fail(Throwable cause) {
        result.completeExceptionally(cause);
    }
}
