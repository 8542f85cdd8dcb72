package io.rolestream.engine.batching;

import io.rolestream.engine.batching.SequenceQueue.Waiting;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.torch.ProcessEndsException;
import io.rolestream.engine.torch.Torch;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes batches so that a fault affects only the sequence that has it.
 *
 * <p>A batch fails as a whole, with those that have joined it and have no row yet. Bisection finds the faulty sequence:
 * both halves of a failed batch are computed again, down to single sequences; none join them. A row that is not finite
 * (NaN or infinite) counts as a failure; finite rows are kept and the others bisected, since int8 scales a batch by its
 * largest value and one sequence can spoil all. A sequence fails only if it failed alone, so a transient fault fails no
 * sequence.
 *
 * <p>One faulty sequence among n costs about 2 log2(n) further calls, which together compute the batch twice more; k
 * faulty ones cost at most k times as many calls.
 *
 * <p>Three causes are distinguished.
 *
 * <ul>
 *   <li>Out of memory: in addition to the bisection, all following batches have at most half the tokens of the one that
 *       did not fit, but at least those of the longest sequence. The budget does not grow again while the model is
 *       loaded, since each attempt could cost a batch; a new model starts with the configured budget.
 *   <li>A broken engine, as after a fault on a GPU: before a sequence fails, a valid one is computed as a probe. If
 *       that fails too, the engine ends.
 *   <li>An {@link Error} (a missing library, an exhausted Java heap) is no sequence's fault; it is not caught here, and
 *       the compute thread ends the engine.
 * </ul>
 *
 * <p>One stateless runner serves all workers. Between any two calls it checks whether the queue has ended.
 */
final class BatchRunner {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

    private final Encoder encoder;
    private final TokenSequence probe;
    private final int longest;
    private final SequenceQueue queue;
    private final ComputeCounters counters;

    /**
     * @param probe a short sequence that computes unless the engine is broken
     * @param longest the most tokens of a sequence
     */
    BatchRunner(Encoder encoder, TokenSequence probe, int longest, SequenceQueue queue, ComputeCounters counters) {
        this.encoder = encoder;
        this.probe = probe;
        this.longest = longest;
        this.queue = queue;
        this.counters = counters;
    }

    /** A batch that other sequences of the queue can join. */
    RunningBatch open(List<Waiting> first) {
        return RunningBatch.open(queue, counters, first);
    }

    /**
     * Completes or fails each sequence of a batch, and those that join it.
     *
     * @throws EngineBrokenException if nothing can be computed any more; the caller fails the remaining sequences
     * @throws RuntimeException if the queue was ended with it meanwhile; likewise
     */
    void run(RunningBatch batch) {
        queue.requireNotEnded();
        try {
            encoder.compute(batch.first(), batch);
            batch.count();
        } catch (ProcessEndsException e) {
            throw new EngineClosedException(e);
        } catch (EngineClosedException e) {
            throw e;
        } catch (RuntimeException e) {
            if (Torch.isOutOfMemory(e)) {
                shrinkBudget(batch.unfinished());
            }
            bisect(batch.unfinished(), batch.isSingle(), e);
            return;
        }
        List<Waiting> notFinite = batch.unfinished();
        if (!notFinite.isEmpty()) {
            bisect(notFinite, batch.isSingle(), Rows.notFinite());
        }
    }

    /** As {@link #run(RunningBatch)}, and none join. */
    void run(List<Waiting> part) {
        run(RunningBatch.closed(counters, part));
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

    private void requireEngine(RuntimeException failure) {
        try {
            long start = System.nanoTime();
            PackedSequences good = PackedSequences.ofSequences(List.of(probe));
            float[][] rows = encoder.compute(good);
            counters.batch(ComputedBatch.of(good, System.nanoTime() - start));
            if (!Rows.isFinite(rows[0])) {
                throw Rows.notFinite();
            }
        } catch (ProcessEndsException e) {
            throw new EngineClosedException(e);
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
            LOG.warn("a batch of {} tokens does not fit into memory; batches now have at most {}", tokens, budget);
        }
    }
}
