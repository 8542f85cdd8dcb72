package io.rolestream.common.loop;

import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records between fetching and sending: first in the backlog, then in flight while the step computes, then handed
 * to the transaction in the order of their offsets. For the loop's thread; computations only signal that they are done.
 */
final class WorkInProgress<W, T> {
    private static final Logger LOG = LoggerFactory.getLogger(WorkInProgress.class);

    private static final long MOST_BYTES_IN_FLIGHT = 64 << 20;
    private static final Duration RETRY_AFTER = Duration.ofMillis(500);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final Step<W, T> step;
    private final Transactions transactions;
    private final Queue<ConsumerRecord<byte[], byte[]>> backlog = new ArrayDeque<>();
    private final InFlight<W, T> inFlight = new InFlight<>();
    private final Semaphore progress = new Semaphore(0);
    private long askAgainAt = System.nanoTime();
    private boolean draining;
    private boolean cannotFinish;

    WorkInProgress(Step<W, T> step, Transactions transactions) {
        this.step = step;
        this.transactions = transactions;
    }

    /** Takes a record that was fetched. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        backlog.add(record);
    }

    /**
     * Reads what was fetched and begins to compute, as long as there is room. A record whose schema the registry does
     * not tell is read again after a moment, in which what was computed before it is sent.
     */
    void begin() throws InterruptedException {
        if (System.nanoTime() - askAgainAt < 0) {
            return;
        }
        while (!backlog.isEmpty() && step.hasRoom() && inFlight.bytes() < MOST_BYTES_IN_FLIGHT) {
            ConsumerRecord<byte[], byte[]> record = backlog.element();
            Next<W> next;
            try {
                next = step.read(record);
            } catch (SchemaRegistryUnavailableException e) {
                LOG.debug("a record waits for the schema registry", e);
                askAgainAt = System.nanoTime() + RETRY_AFTER.toNanos();
                return;
            }
            backlog.remove();
            inFlight.add(new InFlight.Entry<>(
                    record, next, next instanceof Next.Compute<W> compute ? compute(compute.work()) : null));
        }
    }

    private CompletableFuture<T> compute(W work) throws InterruptedException {
        return step.compute(work).whenComplete((result, failure) -> signal());
    }

    /** Keeps to about one permit: a loop that never waits would let them add up to more than a semaphore holds. */
    private void signal() {
        if (progress.availablePermits() == 0) {
            progress.release();
        }
    }

    /**
     * Hands what is computed to the transaction.
     *
     * @return whether there was anything
     */
    boolean sendComputed() {
        return inFlight.takeSettled(this::finish);
    }

    /** Finishes a record; false if it is computed on again. */
    private boolean finish(InFlight.Entry<W, T> entry) {
        Next<W> outcome = outcome(entry);
        if (outcome instanceof Next.Compute<W> again) {
            computeAgain(entry, again);
            return false;
        }
        transactions.add(entry.record(), ((Next.Send<W>) outcome).records());
        return true;
    }

    private Next<W> outcome(InFlight.Entry<W, T> entry) {
        CompletableFuture<T> computation = entry.result();
        if (computation == null || !(entry.next() instanceof Next.Compute<W> compute)) {
            return entry.next();
        }
        T result;
        try {
            result = computation.join();
        } catch (CompletionException e) {
            return step.onFailure(entry.record(), compute.work(), cause(e));
        }
        return new Next.Send<>(step.records(entry.record(), compute.work(), result));
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wrapper = failure instanceof ExecutionException || failure instanceof CompletionException;
        return wrapper && cause != null ? cause(cause) : failure;
    }

    private void computeAgain(InFlight.Entry<W, T> entry, Next.Compute<W> again) {
        if (draining) {
            cannotFinish = true;
            return;
        }
        try {
            entry.computeAgain(again, compute(again.work()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Finishes what is in flight, until a deadline. Nothing is begun, or computed again.
     *
     * @param deadline by {@link System#nanoTime}
     */
    void drain(long deadline) throws InterruptedException {
        draining = true;
        while (!inFlight.isEmpty() && !cannotFinish && System.nanoTime() < deadline) {
            sendComputed();
            awaitProgress(LOOK_EVERY);
        }
    }

    /** Waits for a moment, or until a computation has finished. */
    void awaitProgress(Duration atMost) throws InterruptedException {
        if (progress.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            progress.drainPermits();
        }
    }

    /** Whether records wait for room. */
    boolean hasBacklog() {
        return !backlog.isEmpty();
    }

    /** Whether nothing is being computed, or waits for it to be sent. */
    boolean nothingInFlight() {
        return inFlight.isEmpty();
    }

    /** Whether nothing is left to do. */
    boolean isEmpty() {
        return backlog.isEmpty() && inFlight.isEmpty();
    }

    /** Lets go of partitions that others own now. */
    void forget(Collection<TopicPartition> partitions) {
        inFlight.drop(partitions);
        backlog.removeIf(record -> partitions.contains(InFlight.partition(record)));
    }

    void clear() {
        inFlight.clear();
        backlog.clear();
    }
}
