package io.rolestream.benchmarks.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Vectors that lie between those of texts: the mean of two, at random, of length 1. For one thread. */
final class VectorMixture {
    private final List<float[]> vectors = new ArrayList<>();
    private final Random random = new Random(1);

    void add(float @Nullable [] vector) {
        if (vector != null) {
            vectors.add(vector);
        }
    }

    /** @throws IllegalArgumentException if none was added */
    float[] next() {
        float[] one = vectors.get(random.nextInt(vectors.size()));
        float[] other = vectors.get(random.nextInt(vectors.size()));
        float[] mean = new float[one.length];
        double squares = 0;
        for (int i = 0; i < mean.length; i++) {
            mean[i] = one[i] + other[i];
            squares += mean[i] * mean[i];
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= (float) Math.sqrt(squares);
        }
        return mean;
    }
}
