package io.rolestream.trainer.study.tuning;

import io.rolestream.engine.model.Precision;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.classification.ClassWeights;
import io.rolestream.engine.training.classification.FineTuningOptions;
import java.util.Locale;

/**
 * The hyper-parameters of a fine-tuning.
 *
 * @param name for tables
 * @param classBalance exponent of the roles' weights, 0 to 1
 */
public record TuningChoice(
        String name,
        double learningRate,
        int epochs,
        int batchSize,
        double weightDecay,
        double dropout,
        double classBalance,
        Sampling sampling) {
    /** The study's; everything else was the default of Hugging Face's {@code Trainer} late in 2025. */
    public static final TuningChoice STUDY =
            new TuningChoice("the study's settings", 2e-5, 3, 8, 0, 0.1, 0, Sampling.AS_IS);

    private static final double CLIP_NORM = 1;

    TuningChoice named(String other) {
        return new TuningChoice(other, learningRate, epochs, batchSize, weightDecay, dropout, classBalance, sampling);
    }

    TuningChoice withLearningRate(double rate) {
        return new TuningChoice(
                "learning rate " + plain(rate), rate, epochs, batchSize, weightDecay, dropout, classBalance, sampling);
    }

    /** {@code 2e-5}. */
    static String plain(double rate) {
        return String.format(Locale.ROOT, "%.0e", rate).replace("e-0", "e-");
    }

    TuningChoice withEpochs(int number) {
        return new TuningChoice(
                number + " epochs", learningRate, number, batchSize, weightDecay, dropout, classBalance, sampling);
    }

    TuningChoice withBatchSize(int size) {
        return new TuningChoice(
                "batch size " + size, learningRate, epochs, size, weightDecay, dropout, classBalance, sampling);
    }

    TuningChoice withWeightDecay(double decay) {
        return new TuningChoice(
                "weight decay " + decay, learningRate, epochs, batchSize, decay, dropout, classBalance, sampling);
    }

    TuningChoice withDropout(double share) {
        return new TuningChoice(
                "dropout " + share, learningRate, epochs, batchSize, weightDecay, share, classBalance, sampling);
    }

    TuningChoice withClassBalance(double exponent) {
        return new TuningChoice(
                "class weights " + exponent, learningRate, epochs, batchSize, weightDecay, dropout, exponent, sampling);
    }

    TuningChoice with(Sampling other) {
        return new TuningChoice(
                other.key(), learningRate, epochs, batchSize, weightDecay, dropout, classBalance, other);
    }

    /** Linear decay without warm-up, in fp32. */
    FineTuningOptions options(int threads) {
        return new FineTuningOptions(
                new TrainingOptions(
                        TrainingOptions.Batching.of(batchSize, 1),
                        new TrainingOptions.Schedule(epochs, learningRate, 0),
                        new TrainingOptions.Optimizer(weightDecay, CLIP_NORM),
                        dropout,
                        Precision.FP32,
                        threads,
                        TrainTestSplit.SEED),
                0,
                classBalance == 0 ? ClassWeights.none() : new ClassWeights.Balanced(classBalance),
                new EvaluationPlan(1, 0));
    }
}
