package io.rolestream.serving.answers;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Until when a request must be answered. */
public final class Deadline {
    private final Duration limit;
    private final long end;

    private Deadline(Duration limit) {
        this.limit = limit;
        this.end = System.nanoTime() + limit.toNanos();
    }

    /** The deadline of a request that is answered within a time from now. */
    public static Deadline in(Duration limit) {
        return new Deadline(limit);
    }

    /** @throws RefusedRequestException if it has passed */
    void check() {
        if (left() <= 0) {
            throw passed();
        }
    }

    /**
     * Waits for a result.
     *
     * @throws RefusedRequestException if it does not come in time
     * @throws ExecutionException with the cause of its failure
     */
    <T> T await(CompletableFuture<T> result) throws InterruptedException, ExecutionException {
        try {
            return result.get(Math.max(0, left()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw passed();
        }
    }

    /** Waits for a permit. */
    void acquire(Semaphore permits) throws InterruptedException {
        if (!permits.tryAcquire(left(), TimeUnit.NANOSECONDS)) {
            throw passed();
        }
    }

    private long left() {
        return end - System.nanoTime();
    }

    private RefusedRequestException passed() {
        return new RefusedRequestException(
                RefusedRequestException.UNAVAILABLE,
                "no answer within %d ms; send fewer resumes at once, or try again later".formatted(limit.toMillis()));
    }
}
