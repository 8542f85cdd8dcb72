package io.rolestream.classifier.inference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sequences that wait to be computed, and the plan of batches. Each batch holds the sequence that has waited longest, so none waits for
 * more batches than were full before it; around it the batch is filled, up to its token budget, with those nearest to its length,
 * since attention is computed for sequences of one length at a time. Nobody waits for a batch to fill up: a batch is what is there
 * when a worker is free.
 */
final class SequenceQueue {
    /** A sequence and whom its logits are for. */
    static final class Waiting {
        private final int[] ids;
        private final PendingText text;
        private final int window;
        private long arrival;

        Waiting(int[] ids, PendingText text, int window) {
            this.ids = ids;
            this.text = text;
            this.window = window;
        }

        int[] ids() {
            return ids;
        }

        void complete(float[] logits) {
            text.complete(window, logits);
        }

        void fail(Throwable cause) {
            text.fail(cause);
        }
    }

    private final int batchTokens;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final TreeMap<Integer, ArrayDeque<Waiting>> byLength = new TreeMap<>();
    private long arrivals;
    private long tokens;
    private boolean closed;

    /**
     * @param batchTokens the budget of a batch
     * @param capacity how many tokens may wait; one text may exceed it, so that none is too long to be taken
     */
    SequenceQueue(int batchTokens, int capacity) {
        this.batchTokens = batchTokens;
        this.capacity = capacity;
    }

    /**
     * Adds sequences, all at once, as soon as there is room.
     *
     * @throws IllegalStateException if the queue is closed
     */
    void add(List<Waiting> sequences) throws InterruptedException {
        long size = sequences.stream().mapToLong(waiting -> waiting.ids.length).sum();
        lock.lockInterruptibly();
        try {
            while (!closed && tokens > 0 && tokens + size > capacity) {
                notFull.await();
            }
            if (closed) {
                throw new IllegalStateException("the classifier is closed");
            }
            for (Waiting waiting : sequences) {
                waiting.arrival = arrivals++;
                byLength.computeIfAbsent(waiting.ids.length, length -> new ArrayDeque<>())
                        .add(waiting);
            }
            tokens += size;
            notEmpty.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next batch, as soon as there is one; null once the queue is closed and empty. */
    @Nullable
    List<Waiting> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (byLength.isEmpty()) {
                if (closed) {
                    return null;
                }
                notEmpty.await();
            }
            List<Waiting> batch = plan();
            notFull.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private List<Waiting> plan() {
        List<Waiting> batch = new ArrayList<>();
        int wanted = lengthOfOldest();
        int room = batchTokens;
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
        tokens -= length;
        return waiting;
    }

    /** The number of tokens that wait. */
    long tokens() {
        lock.lock();
        try {
            return tokens;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more; what waits can still be taken. */
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
}
