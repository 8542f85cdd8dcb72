package io.rolestream.engine.training.classification;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.training.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Cross-entropy against the examples' targets, with label smoothing and weights of labels. For certain labels it is
 * what PyTorch's {@code CrossEntropyLoss(weight, label_smoothing)} computes: a mean over the batch, weighted by the
 * weights of the labels.
 */
public final class ClassificationObjective implements Objective {
    private final List<TokenizedExample> examples;
    private final float[] labelWeights;
    private final float smoothing;

    /**
     * @param labelWeights one for each label
     * @param smoothing the share of each target that is spread over all labels, at least 0 and below 1
     */
    public ClassificationObjective(List<TokenizedExample> examples, float[] labelWeights, double smoothing) {
        for (TokenizedExample example : examples) {
            if (example.target().length != labelWeights.length) {
                throw new IllegalArgumentException("an example has " + example.target().length
                        + " targets, but there are " + labelWeights.length + " labels");
            }
        }
        this.examples = List.copyOf(examples);
        this.labelWeights = labelWeights.clone();
        this.smoothing = (float) smoothing;
    }

    @Override
    public Head head() {
        return Head.CLASSIFIER;
    }

    @Override
    public int size() {
        return examples.size();
    }

    @Override
    public int tokens(int example) {
        return examples.get(example).ids().length;
    }

    @Override
    public long fingerprint() {
        return fingerprint(examples);
    }

    static long fingerprint(List<TokenizedExample> examples) {
        long hash = 1;
        for (TokenizedExample example : examples) {
            hash = hash * 31 + Arrays.hashCode(example.ids());
            hash = hash * 31 + Arrays.hashCode(example.target());
            hash = hash * 31 + Float.floatToIntBits(example.weight());
        }
        return hash;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("label smoothing", Float.toString(smoothing), "label weights", Arrays.toString(labelWeights));
    }

    @Override
    public SummedBatch batch(int[] indexes, SplittableRandom random) {
        return new ClassificationBatch(
                IntStream.of(indexes).mapToObj(examples::get).toList());
    }

    private final class ClassificationBatch implements SummedBatch {
        private final List<TokenizedExample> batch;

        ClassificationBatch(List<TokenizedExample> batch) {
            this.batch = batch;
        }

        @Override
        public List<int[]> sequences() {
            return batch.stream().map(TokenizedExample::ids).toList();
        }

        @Override
        public double divisor() {
            double sum = 0;
            for (TokenizedExample example : batch) {
                for (int label = 0; label < labelWeights.length; label++) {
                    sum += example.weight() * labelWeights[label] * example.target()[label];
                }
            }
            return sum > 0 ? sum : 1; // nothing in the batch counts
        }

        @Override
        public String function() {
            return "classifier_loss";
        }

        @Override
        public List<NDArray> arguments(int[] part, PackedSequences pack, PtNDManager owner) {
            int labels = labelWeights.length;
            float[] targets = new float[part.length * labels];
            int[] order = pack.order();
            for (int row = 0; row < order.length; row++) {
                TokenizedExample example = batch.get(part[order[row]]);
                for (int label = 0; label < labels; label++) {
                    float smoothed = (1 - smoothing) * example.target()[label] + smoothing / labels;
                    targets[row * labels + label] = smoothed * labelWeights[label] * example.weight();
                }
            }
            return List.of(owner.create(targets, new Shape(part.length, labels)));
        }
    }
}
