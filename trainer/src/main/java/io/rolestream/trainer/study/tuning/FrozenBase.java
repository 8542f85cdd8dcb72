package io.rolestream.trainer.study.tuning;

import io.rolestream.common.text.Keyed;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.task.Embedding;
import io.rolestream.engine.task.EmbeddingOptions;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.Pooling;
import io.rolestream.engine.task.TextEmbedder;
import io.rolestream.evaluation.comparison.GivenAnswers;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** A logistic regression on embeddings of a base that is not trained: the mean of its last hidden states. */
final class FrozenBase {
    /** What is done about rare roles. */
    enum Balance implements Keyed {
        NONE,
        CLASS_WEIGHTS,
        SMOTE
    }

    private final float[][] vectors;
    private final int roles;

    private FrozenBase(float[][] vectors, int roles) {
        this.vectors = vectors;
        this.roles = roles;
    }

    static FrozenBase of(CheckpointDirectory base, List<String> texts, int roles)
            throws IOException, InterruptedException {
        InferenceOptions options =
                InferenceOptions.defaults().withDevice(DeviceChoice.CPU).withPrecision(Precision.FP32);
        try (TextEmbedder embedder = TextEmbedder.open(base, options, new EmbeddingOptions(Pooling.MEAN, false))) {
            return new FrozenBase(
                    embedder.embed(texts).stream().map(Embedding::vector).toArray(float[][]::new), roles);
        }
    }

    /** Each feature with mean 0 and variance 1 over the texts that are learnt; the others count for nothing. */
    static float[][] standardized(float[][] vectors, int[] train) {
        float[][] result = new float[vectors.length][vectors[0].length];
        for (int f = 0; f < vectors[0].length; f++) {
            int feature = f;
            double mean = Arrays.stream(train)
                    .mapToDouble(i -> vectors[i][feature])
                    .average()
                    .orElse(0);
            double variance = Arrays.stream(train)
                    .mapToDouble(i -> (vectors[i][feature] - mean) * (vectors[i][feature] - mean))
                    .average()
                    .orElse(0);
            for (int i = 0; i < vectors.length; i++) {
                result[i][f] = variance == 0 ? 0 : (float) ((vectors[i][f] - mean) / Math.sqrt(variance));
            }
        }
        return result;
    }

    /**
     * Learns some of the texts and answers others.
     *
     * @param labels of all texts
     */
    GivenAnswers answers(Balance balance, int[] labels, int[] train, int[] asked) {
        float[][] scaled = standardized(vectors, train);
        Smote.Points points = new Smote.Points(
                Arrays.stream(train).mapToObj(i -> scaled[i]).toArray(float[][]::new),
                Arrays.stream(train).map(i -> labels[i]).toArray());
        if (balance == Balance.SMOTE) {
            points = Smote.balanced(points, TrainTestSplit.SEED);
        }
        SoftmaxRegression model =
                SoftmaxRegression.fit(points.vectors(), points.labels(), weights(balance, points.labels()), roles);
        return StudyTuning.answers(
                Arrays.stream(asked).mapToObj(i -> model.logits(scaled[i])).toArray(float[][]::new));
    }

    /** As scikit-learn's {@code class_weight="balanced"}. */
    private double[] weights(Balance balance, int[] labels) {
        double[] weights = new double[labels.length];
        Arrays.fill(weights, 1);
        if (balance == Balance.CLASS_WEIGHTS) {
            int[] counts = new int[roles];
            Arrays.stream(labels).forEach(label -> counts[label]++);
            long occurring = Arrays.stream(counts).filter(count -> count > 0).count();
            Arrays.setAll(weights, i -> (double) labels.length / (occurring * counts[labels[i]]));
        }
        return weights;
    }
}
