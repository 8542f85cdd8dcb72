package io.rolestream.engine.training.classification;

import java.util.Arrays;
import java.util.List;

/** How much each label counts in the loss. */
public sealed interface ClassWeights {
    float[] of(List<TokenizedExample> examples, int labels);

    record None() implements ClassWeights {
        @Override
        public float[] of(List<TokenizedExample> examples, int labels) {
            float[] weights = new float[labels];
            Arrays.fill(weights, 1);
            return weights;
        }
    }

    /**
     * Weights rare labels more: the number of examples, divided by the number of labels that occur and by the label's
     * own examples, to the power of the exponent. 1 gives all labels equal total weight, as scikit-learn's
     * {@code balanced}; 0.5 is half-way. A label without examples has the weight 1.
     */
    record Balanced(double exponent) implements ClassWeights {
        public Balanced {
            if (!(exponent >= 0 && exponent <= 1)) {
                throw new IllegalArgumentException("the exponent must be from 0 to 1, not " + exponent);
            }
        }

        @Override
        public float[] of(List<TokenizedExample> examples, int labels) {
            double[] counts = new double[labels];
            double all = 0;
            for (TokenizedExample example : examples) {
                for (int label = 0; label < labels; label++) {
                    counts[label] += (double) example.weight() * example.target()[label];
                    all += (double) example.weight() * example.target()[label];
                }
            }
            long occurring = Arrays.stream(counts).filter(count -> count > 0).count();
            float[] weights = new float[labels];
            for (int label = 0; label < labels; label++) {
                weights[label] = counts[label] > 0 ? (float) Math.pow(all / (occurring * counts[label]), exponent) : 1;
            }
            return weights;
        }
    }

    /** One for each label, 0 or more. */
    record Given(List<Double> weights) implements ClassWeights {
        public Given {
            weights = List.copyOf(weights);
            for (double weight : weights) {
                if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException("a weight of " + weight);
                }
            }
        }

        @Override
        public float[] of(List<TokenizedExample> examples, int labels) {
            if (weights.size() != labels) {
                throw new IllegalArgumentException(weights.size() + " weights were given for " + labels + " labels");
            }
            float[] result = new float[labels];
            for (int label = 0; label < labels; label++) {
                result[label] = weights.get(label).floatValue();
            }
            return result;
        }
    }

    static ClassWeights none() {
        return new None();
    }
}
