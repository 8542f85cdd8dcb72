package io.rolestream.engine.training;

import io.rolestream.engine.model.Precision;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained.
 *
 * @param dropout for the whole encoder, instead of the configuration's; null keeps those
 * @param precision FP32, or BF16 with float32 masters; null for the faster one here
 * @param threads per operation, at least 1
 * @param seed the same seed, examples, precision and threads give the same parameters, bit for bit
 */
public record TrainingOptions(
        Batching batching,
        Schedule schedule,
        Optimizer optimizer,
        @Nullable Double dropout,
        @Nullable Precision precision,
        int threads,
        long seed) {
    /**
     * How examples are batched.
     *
     * @param batchSize examples per step of the optimizer, at least 1
     * @param sortedBatches number of batches whose examples are drawn together and sorted by length, so that each batch
     *     has few different lengths: several times faster with short texts. 1 disables sorting
     * @param passTokens tokens per forward and backward pass; larger batches are computed in several passes with
     *     accumulated gradients, so this only bounds memory
     */
    public record Batching(int batchSize, int sortedBatches, int passTokens) {
        private static final int PASS_TOKENS = 1024;

        public Batching {
            check(batchSize >= 1, "the batch size must be at least 1, not ", batchSize);
            check(sortedBatches >= 1, "batches that are sorted together must be at least 1, not ", sortedBatches);
            check(passTokens >= 1, "tokens per pass must be at least 1, not ", passTokens);
        }

        /** Passes of 1,024 tokens: larger ones take more memory, and are no faster on a CPU. */
        public static Batching of(int batchSize, int sortedBatches) {
            return new Batching(batchSize, sortedBatches, PASS_TOKENS);
        }
    }

    /**
     * The number of steps and the learning rate, which rises linearly from 0 to its peak, then falls linearly to 0, as
     * in Hugging Face's {@code get_linear_schedule_with_warmup}.
     *
     * @param epochs passes over all examples
     * @param learningRate the peak
     * @param warmup the share of all steps in which the rate rises
     */
    public record Schedule(int epochs, double learningRate, double warmup) {
        private static final double WARM_UP = 0.1;

        public Schedule {
            check(epochs >= 1, "epochs must be at least 1, not ", epochs);
            check(
                    learningRate > 0 && learningRate < 1,
                    "the learning rate must be between 0 and 1, not ",
                    learningRate);
            check(warmup >= 0 && warmup <= 1, "the warm-up is a share of all steps, from 0 to 1, not ", warmup);
        }

        /** A tenth of warm-up. */
        public static Schedule of(int epochs, double learningRate) {
            return new Schedule(epochs, learningRate, WARM_UP);
        }

        /** The rate of a step, counted from 0. */
        double rate(long step, long steps) {
            long rising = Math.round(steps * warmup);
            return step < rising
                    ? learningRate * step / Math.max(1, rising)
                    : learningRate * Math.max(0, steps - step) / Math.max(1, steps - rising);
        }
    }

    /**
     * Settings of AdamW.
     *
     * @param weightDecay of weights; biases and norms have none
     * @param clipNorm the maximum norm of all gradients together
     * @param epsilon added to the root of the mean square of a gradient, above 0: larger values damp the steps of
     *     parameters with small gradients
     */
    public record Optimizer(double weightDecay, double clipNorm, double epsilon) {
        private static final double EPSILON = 1e-8;

        /** With PyTorch's epsilon, 1e-8. */
        public Optimizer(double weightDecay, double clipNorm) {
            this(weightDecay, clipNorm, EPSILON);
        }

        public Optimizer {
            check(
                    weightDecay >= 0 && weightDecay < 1,
                    "the weight decay must be from 0 up to but not 1, not ",
                    weightDecay);
            check(clipNorm > 0, "the norm to clip at must be above 0, not ", clipNorm);
            check(epsilon > 0 && epsilon < 1, "epsilon must be between 0 and 1, not ", epsilon);
        }

        /** For the facts of a run; an epsilon that is not the usual one is named. */
        String decayFact() {
            return weightDecay + (epsilon == EPSILON ? "" : ", epsilon " + epsilon);
        }

        /** Weight decay 0.01, norm 1. */
        public static Optimizer usual() {
            return new Optimizer(0.01, 1);
        }
    }

    public TrainingOptions {
        check(dropout == null || dropout >= 0 && dropout < 1, "dropout must be from 0 up to but not 1, not ", dropout);
        check(threads >= 1, "threads must be at least 1, not ", threads);
        if (precision == Precision.INT8 || precision == Precision.FP16) {
            throw new IllegalArgumentException("training computes in fp32 or bf16, not in " + precision.key());
        }
    }

    /** With another precision; null for the faster one. */
    public TrainingOptions withPrecision(@Nullable Precision newPrecision) {
        return new TrainingOptions(batching, schedule, optimizer, dropout, newPrecision, threads, seed);
    }

    /** The random numbers of a part of the training, which differ from those of other numbers and seeds. */
    SplittableRandom random(long number) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    }

    private static void check(boolean holds, String message, @Nullable Object value) {
        if (!holds) {
            throw new IllegalArgumentException(message + value);
        }
    }
}
