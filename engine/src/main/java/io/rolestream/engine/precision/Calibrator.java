package io.rolestream.engine.precision;

import io.rolestream.engine.batching.Rows;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.LengthBatches;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.torch.TorchException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fastest way to compute a model whose results agree with FP32's on a set of texts.
 *
 * <p>A restarting worker waits for this, so nothing is computed that cannot change the choice: each way is timed on one
 * batch, and only one that is faster than the best so far computes all texts. FP32, the reference, is the first; its
 * other way is tried only if nothing is faster than the first. Batches are computed on as many threads as the model
 * will have workers, so each way is timed under its later load.
 *
 * <p>FP32 needs the most memory and time, of a large model more than the model will ever need again. So only one way is
 * in memory at a time, without the embeddings of tokens that the texts lack, and the best is made again. A large model
 * is also calibrated with small batches, which leave few intermediate results, and with fewer texts.
 */
final class Calibrator {
    private static final int ROUNDS = 2;

    /** If two ways are as close as {@link #CLOSE}, more rounds reduce the clock's noise. */
    private static final int ROUNDS_IF_CLOSE = 5;

    private static final double CLOSE = 1.3;

    /** If FP32 takes longer for all texts, as it does for large models, fewer are compared, in small batches. */
    static final double LONGEST_SECONDS = 20;

    /** The most tokens of a small batch: enough for products of matrices to be about as fast as in large ones. */
    static final int SMALL_BATCH = 512;

    /** With so few texts, all of them must agree. */
    private static final int LEAST_TEXTS = 64;

    /** A way this many times slower than the best is not timed again. */
    private static final double HOPELESS = 1.5;

    private final EncoderMaker maker;
    private final ParallelPasses passes;
    private final Fp32Agreement measure;
    private final List<TokenSequence> sequences;
    private final BitSet tokens = new BitSet();
    private final double longestSeconds;
    private List<PackedSequences> batches;
    private List<PackedSequences> compared;
    private final List<Calibration.Candidate> candidates = new ArrayList<>();
    private @Nullable List<float[]> expected;
    private @Nullable ComputeWay chosen;
    private long bestNanos = Long.MAX_VALUE;

    /**
     * @param batchTokens the most tokens of a batch of these sequences
     * @param longestSeconds a model whose FP32 takes longer for all of them is large
     */
    Calibrator(
            EncoderMaker maker,
            ParallelPasses passes,
            Fp32Agreement measure,
            List<TokenSequence> sequences,
            int batchTokens,
            double longestSeconds) {
        this.maker = maker;
        this.passes = passes;
        this.measure = measure;
        this.sequences = sequences;
        this.longestSeconds = longestSeconds;
        sequences.forEach(sequence -> IntStream.of(sequence.ids()).forEach(tokens::set));
        batches = batches(batchTokens);
        compared = batches;
    }

    private List<PackedSequences> batches(int tokens) {
        List<int[]> ids = sequences.stream().map(TokenSequence::ids).toList();
        return LengthBatches.of(ids, tokens).stream()
                .map(indexes -> PackedSequences.ofSequences(
                        IntStream.of(indexes).mapToObj(sequences::get).toList()))
                .toList();
    }

    /**
     * @param ways FP32 first
     * @throws TorchException if none can be used
     */
    ChosenEncoder choose(List<ComputeWay> ways) {
        attemptAll(ways);
        if (chosen == null) {
            throw new TorchException("PyTorch cannot compute the model here: " + candidates);
        }
        Encoder made = maker.make(chosen, null);
        return new ChosenEncoder(made, chosen.precision(), new Calibration(chosen.label(), candidates, measure, false));
    }

    private void attemptAll(List<ComputeWay> ways) {
        List<ComputeWay> otherFp32 = new ArrayList<>();
        for (ComputeWay way : ways) {
            if (way.precision() == Precision.FP32 && expected != null) {
                otherFp32.add(way);
            } else {
                attempt(way);
            }
        }
        if (chosen != null && chosen.precision() == Precision.FP32) {
            otherFp32.forEach(this::attempt);
        }
    }

    private void attempt(ComputeWay way) {
        Encoder encoder = null;
        try {
            if (expected == null && way.precision() != Precision.FP32) {
                throw new TorchException("fp32, the reference, cannot be computed");
            }
            encoder = maker.make(way, tokens);
            if (expected == null) {
                fit(encoder);
            }
            long nanos = nanos(encoder);
            double agreement = nanos < bestNanos ? agreement(encoder) : Double.NaN;
            double tokensPerSecond = rate(middle(), nanos) / passes.workers();
            Calibration.Candidate candidate =
                    new Calibration.Candidate(way.label(), way.precision(), tokensPerSecond, agreement, null);
            candidates.add(candidate);
            if (candidate.accepted()) {
                chosen = way;
                bestNanos = nanos;
            }
        } catch (TorchException e) {
            candidates.add(new Calibration.Candidate(way.label(), way.precision(), 0, 0, e.reason()));
        } finally {
            if (encoder != null) {
                encoder.close();
            }
        }
    }

    /** Small batches and fewer texts for a large model, found out by computing one small batch. */
    private void fit(Encoder fp32) {
        List<PackedSequences> small = batches(SMALL_BATCH);
        PackedSequences probe = small.get(small.size() / 2);
        long nanos = passes.nanos(fp32, probe);
        if (seconds(small, rate(probe, nanos)) > longestSeconds) {
            // The first call includes preparations.
            double rate = rate(probe, Math.min(nanos, passes.nanos(fp32, probe)));
            if (seconds(small, rate) > longestSeconds) {
                batches = small.size() > batches.size() ? small : batches;
                compared = comparable(batches, rate, longestSeconds);
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
        if (done == 0 || chosen == null) {
            return ROUNDS;
        }
        double ratio = (double) nanos / bestNanos;
        if (ratio > HOPELESS) {
            return 1;
        }
        return ratio < CLOSE && ratio > 1 / CLOSE ? ROUNDS_IF_CLOSE : ROUNDS;
    }

    /** All batches, or evenly chosen ones if FP32 computes so many tokens a second that all would take too long. */
    static List<PackedSequences> comparable(
            List<PackedSequences> batches, double tokensPerSecond, double longestSeconds) {
        for (int step = (int) Math.ceil(seconds(batches, tokensPerSecond) / longestSeconds); step > 1; step--) {
            int every = step;
            List<PackedSequences> some = IntStream.range(0, batches.size())
                    .filter(i -> i % every == every / 2)
                    .mapToObj(batches::get)
                    .toList();
            if (some.stream().mapToInt(PackedSequences::size).sum() >= LEAST_TEXTS) {
                return some;
            }
        }
        return batches;
    }

    private PackedSequences middle() {
        return batches.get(batches.size() / 2);
    }

    private static double seconds(List<PackedSequences> batches, double tokensPerSecond) {
        return batches.stream().mapToInt(PackedSequences::tokens).sum() / tokensPerSecond;
    }

    /** The tokens per second of all workers, of which each computes the batch once. */
    private double rate(PackedSequences batch, long nanos) {
        return passes.workers() * batch.tokens() * 1e9 / nanos;
    }

    private double agreement(Encoder encoder) {
        List<float[]> rows = passes.rows(encoder, compared);
        if (!rows.stream().allMatch(Rows::isFinite)) {
            throw Rows.notFinite();
        }
        if (expected == null) {
            expected = rows;
        }
        return measure.of(expected, rows);
    }
}
