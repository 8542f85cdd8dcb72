package io.rolestream.engine.batching;

import io.rolestream.engine.model.TokenSequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sequences that wait, and the plan of batches. Each batch holds the sequence that has waited longest, so none starves.
 * It is filled, up to its token budget, with the sequences nearest in length, since attention is computed for sequences
 * of one length at a time. A free worker takes what waits; no batch waits to fill up. A running batch can take more
 * where its model lets others join.
 *
 * <p>A closed queue accepts no more sequences and hands out those that wait; an ended queue hands out none.
 */
final class SequenceQueue {
    /** A sequence and the request that its row is for. */
    static final class Waiting {
        private final TokenSequence sequence;
        private final PendingRequest<?> request;
        private final int index;
        private long arrival;

        Waiting(TokenSequence sequence, PendingRequest<?> request, int index) {
            this.sequence = sequence;
            this.request = request;
            this.index = index;
        }

        TokenSequence sequence() {
            return sequence;
        }

        int length() {
            return sequence.length();
        }

        void complete(float[] row) {
            request.complete(index, row);
        }

        void fail(Throwable cause) {
            request.fail(cause);
        }
    }

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final TreeMap<Integer, ArrayDeque<Waiting>> byLength = new TreeMap<>();
    private final AtomicLong tokens = new AtomicLong();
    private volatile int batchTokens;
    private long arrivals;
    private boolean closed;
    private volatile @Nullable RuntimeException end;

    /** @param capacity how many tokens may wait; a single request may exceed it, so that none is refused as too long */
    SequenceQueue(int batchTokens, int capacity) {
        this.batchTokens = batchTokens;
        this.capacity = capacity;
    }

    /**
     * Adds all sequences together, once there is room.
     *
     * @throws EngineClosedException if the queue is closed
     * @throws RuntimeException if the queue was ended with it
     */
    void add(List<Waiting> sequences) throws InterruptedException {
        long size = sequences.stream().mapToLong(Waiting::length).sum();
        lock.lockInterruptibly();
        try {
            while (!closed && tokens.get() > 0 && tokens.get() + size > capacity) {
                notFull.await();
            }
            requireNotEnded();
            if (closed) {
                throw new EngineClosedException("the model is closed");
            }
            for (Waiting waiting : sequences) {
                waiting.arrival = arrivals++;
                byLength.computeIfAbsent(waiting.length(), length -> new ArrayDeque<>())
                        .add(waiting);
            }
            tokens.addAndGet(size);
            notEmpty.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next batch, as soon as there is one; null once the queue is closed and empty, or ended. */
    @Nullable
    List<Waiting> take() {
        lock.lock();
        try {
            while (byLength.isEmpty()) {
                if (closed) {
                    return null;
                }
                notEmpty.awaitUninterruptibly();
            }
            List<Waiting> batch = plan(batchTokens);
            notFull.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What can join a batch of so many tokens: the sequence that has waited longest, and those nearest to it in length.
     * Empty if that one does not fit, so that shorter ones do not overtake it for ever; never waits.
     */
    List<Waiting> takeMore(int used) {
        if (tokens.get() == 0) {
            return List.of();
        }
        lock.lock();
        try {
            int room = batchTokens - used;
            if (byLength.isEmpty() || lengthOfOldest() > room) {
                return List.of();
            }
            List<Waiting> joining = plan(room);
            notFull.signalAll();
            return joining;
        } finally {
            lock.unlock();
        }
    }

    private List<Waiting> plan(int tokensOfBatch) {
        List<Waiting> batch = new ArrayList<>();
        int wanted = lengthOfOldest();
        int room = tokensOfBatch;
        Integer next = wanted;
        while (next != null && (batch.isEmpty() || next <= room)) {
            room -= next;
            batch.add(poll(next));
            next = nearest(wanted, room);
        }
        return batch;
    }

    private int lengthOfOldest() {
        int length = -1;
        long oldest = Long.MAX_VALUE;
        for (Map.Entry<Integer, ArrayDeque<Waiting>> entry : byLength.entrySet()) {
            long arrival = entry.getValue().element().arrival;
            if (arrival < oldest) {
                oldest = arrival;
                length = entry.getKey();
            }
        }
        return length;
    }

    /** The length nearest to a wanted one that fits, or null. */
    private @Nullable Integer nearest(int wanted, int room) {
        Integer below = byLength.floorKey(Math.min(wanted, room));
        Integer above = byLength.higherKey(wanted);
        if (above != null && above > room) {
            above = null;
        }
        if (below == null || above == null) {
            return below == null ? above : below;
        }
        return wanted - below <= above - wanted ? below : above;
    }

    private Waiting poll(int length) {
        ArrayDeque<Waiting> same = byLength.get(length);
        if (same == null) {
            throw new IllegalStateException("no sequence of length " + length);
        }
        Waiting waiting = same.remove();
        if (same.isEmpty()) {
            byLength.remove(length);
        }
        tokens.addAndGet(-length);
        return waiting;
    }

    /** How many tokens wait; takes no lock. */
    long tokens() {
        return tokens.get();
    }

    int batchTokens() {
        return batchTokens;
    }

    /**
     * Reduces the budget of later batches.
     *
     * @return false if it is already as small
     */
    boolean limitBatches(int budget) {
        lock.lock();
        try {
            if (budget >= batchTokens) {
                return false;
            }
            batchTokens = budget;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses new sequences; those that wait can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            notEmpty.signalAll();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the queue immediately and fails all waiting sequences.
     *
     * @param cause the failure of all that wait, add or compute
     * @return false if it had already been ended
     */
    boolean end(RuntimeException cause) {
        List<Waiting> left;
        lock.lock();
        try {
            if (end != null) {
                return false;
            }
            end = cause;
            close();
            left = byLength.values().stream().flatMap(Collection::stream).toList();
            byLength.clear();
            tokens.set(0);
        } finally {
            lock.unlock();
        }
        left.forEach(waiting -> waiting.fail(cause));
        return true;
    }

    /** @throws RuntimeException what the queue was ended with, if it was */
    void requireNotEnded() {
        RuntimeException cause = end;
        if (cause != null) {
            throw cause;
        }
    }
}
