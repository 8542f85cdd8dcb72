package io.rolestream.engine.batching;

import io.rolestream.engine.batching.SequenceQueue.Waiting;
import io.rolestream.engine.model.Encoder.SequenceFeed;
import io.rolestream.engine.model.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Sequences that are computed together: those that a batch begins with and, where the model lets others join, those
 * that joined it. A sequence is completed as soon as its row is there, and a batch can go on for as long as others
 * come. One thread changes it; any thread may fail what is not completed.
 */
final class RunningBatch implements SequenceFeed {
    private final @Nullable SequenceQueue queue;
    private final ComputeCounters counters;
    private final List<TokenSequence> first;
    private final ConcurrentSkipListMap<Integer, Waiting> going = new ConcurrentSkipListMap<>();
    private int sequences;
    private int tokens;
    private int longest;
    private int goingTokens;
    private final long start = System.nanoTime();
    private boolean isSound = true;
    private boolean isCounted;

    private RunningBatch(@Nullable SequenceQueue queue, ComputeCounters counters, List<Waiting> first) {
        this.queue = queue;
        this.counters = counters;
        this.first = add(first);
    }

    /** A batch that others can join. */
    static RunningBatch open(SequenceQueue queue, ComputeCounters counters, List<Waiting> first) {
        return new RunningBatch(queue, counters, first);
    }

    /** A batch that none can join: part of one that has failed. */
    static RunningBatch closed(ComputeCounters counters, List<Waiting> first) {
        return new RunningBatch(null, counters, first);
    }

    private List<TokenSequence> add(List<Waiting> more) {
        List<TokenSequence> added = new ArrayList<>(more.size());
        for (Waiting waiting : more) {
            going.put(sequences++, waiting);
            tokens += waiting.length();
            goingTokens += waiting.length();
            longest = Math.max(longest, waiting.length());
            added.add(waiting.sequence());
        }
        return added;
    }

    /** What the batch begins with. */
    List<TokenSequence> first() {
        return first;
    }

    /** None join after a row that is not finite: its sequence is computed again once this batch has ended. */
    @Override
    public List<TokenSequence> next() {
        if (queue == null) {
            return List.of();
        }
        queue.requireNotEnded();
        return isSound ? add(queue.takeMore(goingTokens)) : List.of();
    }

    @Override
    public int batchTokens() {
        return queue == null ? 0 : queue.batchTokens();
    }

    @Override
    public void done(int number, float[] row) {
        Waiting waiting = going.get(number);
        if (waiting == null) {
            throw new IllegalStateException("sequence " + number + " was already done");
        }
        if (!Rows.isFinite(row)) {
            isSound = false;
            return;
        }
        going.remove(number);
        goingTokens -= waiting.length();
        counters.sequence(waiting.length());
        if (going.isEmpty()) {
            count();
        }
        waiting.complete(row);
    }

    /** Counts the batch, once: before its last result is known, or when it has ended without one. */
    void count() {
        if (!isCounted) {
            isCounted = true;
            counters.batch(new ComputedBatch(sequences, tokens, longest, System.nanoTime() - start));
        }
    }

    /** Those that have no row, or one that is not finite, in order. */
    List<Waiting> unfinished() {
        return List.copyOf(going.values());
    }

    /** Whether there was never a second sequence in it. */
    boolean isSingle() {
        return sequences == 1;
    }

    /** Fails those that are not completed. */
    void fail(RuntimeException cause) {
        unfinished().forEach(waiting -> waiting.fail(cause));
    }
}
