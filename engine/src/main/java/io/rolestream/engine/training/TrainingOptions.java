package io.rolestream.engine.training;

import io.rolestream.engine.model.Precision;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained.
 *
 * @param epochs how often all examples are seen
 * @param batchSize examples per step of the optimizer, at least 1
 * @param sortedBatches so many batches' examples are drawn together and sorted by their numbers of tokens, so that a batch has few
 *     different ones: several times faster with short texts. 1 leaves each batch as it is drawn
 * @param passTokens tokens per forward and backward pass; a batch with more is computed in several passes whose gradients are
 *     accumulated, so this bounds memory and changes nothing else
 * @param learningRate the greatest rate
 * @param warmup the share of all steps in which the rate rises
 * @param weightDecay of weights; biases and norms have none
 * @param clipNorm the greatest norm of all gradients together
 * @param dropout of the whole encoder, in place of the configuration's; null to keep those
 * @param precision FP32, or BF16 with float32 masters; null for the faster of both here
 * @param threads for each operation, at least 1
 * @param seed the same seed, examples, precision and threads give the same parameters, bit for bit
 */
public record TrainingOptions(
        int epochs,
        int batchSize,
        int sortedBatches,
        int passTokens,
        double learningRate,
        double warmup,
        double weightDecay,
        double clipNorm,
        @Nullable Double dropout,
        @Nullable Precision precision,
        int threads,
        long seed) {
    public TrainingOptions {
        check(epochs >= 1, "epochs must be at least 1, not ", epochs);
        check(batchSize >= 1, "the batch size must be at least 1, not ", batchSize);
        check(sortedBatches >= 1, "batches that are sorted together must be at least 1, not ", sortedBatches);
        check(passTokens >= 1, "tokens per pass must be at least 1, not ", passTokens);
        check(learningRate > 0 && learningRate < 1, "the learning rate must be between 0 and 1, not ", learningRate);
        check(warmup >= 0 && warmup <= 1, "the warm-up is a share of all steps, from 0 to 1, not ", warmup);
        check(
                weightDecay >= 0 && weightDecay < 1,
                "the weight decay must be from 0 up to but not 1, not ",
                weightDecay);
        check(clipNorm > 0, "the norm to clip at must be above 0, not ", clipNorm);
        check(dropout == null || dropout >= 0 && dropout < 1, "dropout must be from 0 up to but not 1, not ", dropout);
        check(threads >= 1, "threads must be at least 1, not ", threads);
        if (precision == Precision.INT8 || precision == Precision.FP16) {
            throw new IllegalArgumentException("training computes in fp32 or bf16, not in " + precision.key());
        }
    }

    /** What works for most: 4 epochs, batches of 32, 5e-5, a tenth of warm-up, weight decay 0.01, norm 1, all cores. */
    public static TrainingOptions defaults() {
        return new TrainingOptions(
                4,
                32,
                1,
                8192,
                5e-5,
                0.1,
                0.01,
                1,
                null,
                null,
                Runtime.getRuntime().availableProcessors(),
                1);
    }

    public TrainingOptions withEpochs(int newEpochs) {
        return new TrainingOptions(
                newEpochs,
                batchSize,
                sortedBatches,
                passTokens,
                learningRate,
                warmup,
                weightDecay,
                clipNorm,
                dropout,
                precision,
                threads,
                seed);
    }

    public TrainingOptions withBatches(int newBatchSize, int newPassTokens) {
        return new TrainingOptions(
                epochs,
                newBatchSize,
                sortedBatches,
                newPassTokens,
                learningRate,
                warmup,
                weightDecay,
                clipNorm,
                dropout,
                precision,
                threads,
                seed);
    }

    public TrainingOptions withSortedBatches(int newSortedBatches) {
        return new TrainingOptions(
                epochs,
                batchSize,
                newSortedBatches,
                passTokens,
                learningRate,
                warmup,
                weightDecay,
                clipNorm,
                dropout,
                precision,
                threads,
                seed);
    }

    public TrainingOptions withRate(double newLearningRate, double newWarmup) {
        return new TrainingOptions(
                epochs,
                batchSize,
                sortedBatches,
                passTokens,
                newLearningRate,
                newWarmup,
                weightDecay,
                clipNorm,
                dropout,
                precision,
                threads,
                seed);
    }

    public TrainingOptions withDropout(@Nullable Double newDropout) {
        return new TrainingOptions(
                epochs,
                batchSize,
                sortedBatches,
                passTokens,
                learningRate,
                warmup,
                weightDecay,
                clipNorm,
                newDropout,
                precision,
                threads,
                seed);
    }

    public TrainingOptions withPrecision(@Nullable Precision newPrecision) {
        return new TrainingOptions(
                epochs,
                batchSize,
                sortedBatches,
                passTokens,
                learningRate,
                warmup,
                weightDecay,
                clipNorm,
                dropout,
                newPrecision,
                threads,
                seed);
    }

    public TrainingOptions withThreads(int newThreads) {
        return new TrainingOptions(
                epochs,
                batchSize,
                sortedBatches,
                passTokens,
                learningRate,
                warmup,
                weightDecay,
                clipNorm,
                dropout,
                precision,
                newThreads,
                seed);
    }

    public TrainingOptions withSeed(long newSeed) {
        return new TrainingOptions(
                epochs,
                batchSize,
                sortedBatches,
                passTokens,
                learningRate,
                warmup,
                weightDecay,
                clipNorm,
                dropout,
                precision,
                threads,
                newSeed);
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
