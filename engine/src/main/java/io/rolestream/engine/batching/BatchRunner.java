package io.rolestream.engine.batching;

import io.rolestream.engine.batching.SequenceQueue.Waiting;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes batches so that a fault stays with the sequence that has it.
 *
 * <p>A batch is one call, which fails as a whole. The faulty sequence is found by bisection: both halves of a failed
 * batch are computed again, and so on down to single sequences. A row that is not finite (NaN or infinite) counts as a
 * failure. Finite rows are kept and the others bisected too, since int8 scales a batch by its largest value and one
 * sequence can spoil all. A sequence fails only if it failed when computed alone, so a fault that has passed by the
 * second attempt fails no sequence.
 *
 * <p>One faulty sequence among n costs about 2 log2(n) further calls, which together compute the batch twice more, as
 * each level is half as large as the one above; k of them cost at most k times as many calls.
 *
 * <p>Three causes are distinguished.
 *
 * <ul>
 *   <li>The device is out of memory: in addition to the bisection, all following batches have at most half the tokens
 *       of the one that did not fit, but never fewer than the longest sequence has. The budget does not grow again
 *       while the model is loaded, since another program's memory use may return, and each attempt would cost a batch.
 *       A new model starts with the configured budget.
 *   <li>The engine is broken, as after a fault on a GPU, if every call fails: before a sequence fails, a valid one is
 *       computed as a probe. If that fails too, the first sequence to be computed alone, after log2(n) calls, ends the
 *       engine.
 *   <li>An {@link Error} (a missing library, an exhausted Java heap) is not the fault of a sequence; it is not caught
 *       here, and the compute thread ends the engine.
 * </ul>
 *
 * <p>One runner serves all workers; it is stateless. Between any two calls it checks whether the queue has ended.
 */
final class BatchRunner {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

    private final Encoder encoder;
    private final TokenSequence probe;
    private final int longest;
    private final SequenceQueue queue;
    private final ComputeCounters counters;

    /**
     * @param probe a sequence that the model computes, unless the engine is broken; the shorter, the better
     * @param longest how many tokens a sequence has at most
     * @param queue whose budget shrinks
     */
    BatchRunner(Encoder encoder, TokenSequence probe, int longest, SequenceQueue queue, ComputeCounters counters) {
        this.encoder = encoder;
        this.probe = probe;
        this.longest = longest;
        this.queue = queue;
        this.counters = counters;
    }

    /**
     * Completes or fails each sequence of a batch.
     *
     * @throws EngineBrokenException if nothing can be computed any more; sequences that were not reached are left to
     *     the caller
     * @throws RuntimeException what the queue was ended with meanwhile; so are they
     */
    void run(List<Waiting> batch) {
        queue.requireNotEnded();
        float[][] rows;
        try {
            rows = compute(batch.stream().map(Waiting::sequence).toList());
        } catch (RuntimeException e) {
            if (Torch.isOutOfMemory(e)) {
                shrinkBudget(batch);
            }
            bisect(batch, batch.size() == 1, e);
            return;
        }
        List<Waiting> notFinite = completeFinite(batch, rows);
        if (!notFinite.isEmpty()) {
            bisect(notFinite, batch.size() == 1, Rows.notFinite());
        }
    }

    private float[][] compute(List<TokenSequence> sequences) {
        long start = System.nanoTime();
        PackedSequences batch = PackedSequences.ofSequences(sequences);
        float[][] rows = encoder.compute(batch);
        counters.batch(ComputedBatch.of(batch, System.nanoTime() - start));
        return rows;
    }

    private List<Waiting> completeFinite(List<Waiting> batch, float[][] rows) {
        List<Waiting> others = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            Waiting waiting = batch.get(i);
            if (Rows.isFinite(rows[i])) {
                counters.sequence(waiting.length());
                waiting.complete(rows[i]);
            } else {
                others.add(waiting);
            }
        }
        return others;
    }

    private void bisect(List<Waiting> suspects, boolean alone, RuntimeException failure) {
        if (alone) {
            requireEngine(failure);
            suspects.get(0).fail(failure);
            return;
        }
        int middle = suspects.size() / 2;
        if (middle > 0) {
            run(suspects.subList(0, middle));
        }
        run(suspects.subList(middle, suspects.size()));
    }

    /** Computes the probe. */
    private void requireEngine(RuntimeException failure) {
        try {
            if (!Rows.isFinite(compute(List.of(probe))[0])) {
                throw Rows.notFinite();
            }
        } catch (RuntimeException e) {
            EngineBrokenException broken =
                    new EngineBrokenException("the engine fails on a sequence that is known to be good: " + e, e);
            broken.addSuppressed(failure);
            throw broken;
        }
    }

    private void shrinkBudget(List<Waiting> batch) {
        int tokens = batch.stream().mapToInt(Waiting::length).sum();
        int budget = Math.max(longest, tokens / 2);
        if (queue.limitBatches(budget)) {
            LOG.warn(
                    "a batch of {} tokens does not fit into memory; from now on batches have {} at most",
                    tokens,
                    budget);
        }
    }
}
