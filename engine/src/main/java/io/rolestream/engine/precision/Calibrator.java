package io.rolestream.engine.precision;

import io.rolestream.engine.batching.Rows;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.LengthBatches;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.torch.TorchException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fastest way to compute a model whose results agree with FP32's on a set of texts.
 *
 * <p>A restarting worker waits for this, so nothing is computed that cannot change the choice: each way is timed on one
 * batch, and only one that is faster than the best so far computes all texts. FP32, the reference, is the first.
 * Batches are computed on as many threads as the model will have workers, so each way is timed under its later load. At
 * most two ways are in memory.
 */
final class Calibrator {
    private static final int ROUNDS = 2;

    /** If two ways are as close as {@link #CLOSE}, more rounds reduce the clock's noise. */
    private static final int ROUNDS_IF_CLOSE = 5;

    private static final double CLOSE = 1.3;

    /** A way this many times slower than the best is not timed again. */
    private static final double HOPELESS = 1.5;

    private final Function<ComputeWay, Encoder> maker;
    private final ParallelPasses passes;
    private final Fp32Agreement measure;
    private final List<PackedSequences> batches;
    private final List<Calibration.Candidate> candidates = new ArrayList<>();
    private @Nullable List<float[]> expected;
    private @Nullable Encoder best;
    private @Nullable ComputeWay chosen;
    private long bestNanos = Long.MAX_VALUE;

    /**
     * @param maker throws a {@link TorchException} if a way cannot be used
     * @param batchTokens the most tokens of a batch of these sequences
     */
    Calibrator(
            Function<ComputeWay, Encoder> maker,
            ParallelPasses passes,
            Fp32Agreement measure,
            List<TokenSequence> sequences,
            int batchTokens) {
        this.maker = maker;
        this.passes = passes;
        this.measure = measure;
        List<int[]> ids = sequences.stream().map(TokenSequence::ids).toList();
        batches = LengthBatches.of(ids, batchTokens).stream()
                .map(indexes -> PackedSequences.ofSequences(
                        IntStream.of(indexes).mapToObj(sequences::get).toList()))
                .toList();
    }

    /**
     * @param ways FP32 first
     * @throws TorchException if none can be used
     */
    ChosenEncoder choose(List<ComputeWay> ways) {
        try {
            ways.forEach(this::attempt);
        } catch (RuntimeException | Error e) {
            if (best != null) {
                best.close();
            }
            throw e;
        }
        if (best == null || chosen == null) {
            throw new TorchException("PyTorch cannot compute the model here: " + candidates);
        }
        return new ChosenEncoder(best, chosen.precision(), new Calibration(chosen.label(), candidates, measure, false));
    }

    private void attempt(ComputeWay way) {
        Encoder encoder = null;
        try {
            if (expected == null && way.precision() != Precision.FP32) {
                throw new TorchException("fp32, the reference, cannot be computed");
            }
            encoder = maker.apply(way);
            long nanos = nanos(encoder);
            double agreement = nanos < bestNanos ? agreement(encoder) : Double.NaN;
            Calibration.Candidate candidate =
                    new Calibration.Candidate(way.label(), way.precision(), rate(nanos), agreement, null);
            candidates.add(candidate);
            if (candidate.accepted()) {
                Encoder slower = best;
                best = encoder;
                encoder = slower;
                chosen = way;
                bestNanos = nanos;
            }
        } catch (TorchException e) {
            candidates.add(new Calibration.Candidate(way.label(), way.precision(), 0, 0, e.firstLine()));
        } finally {
            if (encoder != null) {
                encoder.close();
            }
        }
    }

    /** The best of some rounds on the middle batch. */
    private long nanos(Encoder encoder) {
        long nanos = Long.MAX_VALUE;
        for (int round = 0; round < rounds(round, nanos); round++) {
            nanos = Math.min(nanos, passes.nanos(encoder, middle()));
        }
        return nanos;
    }

    private int rounds(int done, long nanos) {
        if (done == 0 || best == null) {
            return ROUNDS;
        }
        double ratio = (double) nanos / bestNanos;
        if (ratio > HOPELESS) {
            return 1;
        }
        return ratio < CLOSE && ratio > 1 / CLOSE ? ROUNDS_IF_CLOSE : ROUNDS;
    }

    private PackedSequences middle() {
        return batches.get(batches.size() / 2);
    }

    private double rate(long nanos) {
        return middle().tokens() * 1e9 / nanos;
    }

    private double agreement(Encoder encoder) {
        List<float[]> rows = passes.rows(encoder, batches);
        if (!rows.stream().allMatch(Rows::isFinite)) {
            throw Rows.notFinite();
        }
        if (expected == null) {
            expected = rows;
        }
        return measure.of(expected, rows);
    }
}
