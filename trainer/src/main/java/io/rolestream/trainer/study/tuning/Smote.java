package io.rolestream.trainer.study.tuning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * SMOTE (Chawla and others, 2002): adds points between an example and one of its nearest neighbours of the same role,
 * until every role has as many as the most frequent one. It needs vectors: token ids have nothing between them, so it
 * cannot feed the fine-tuning of an encoder, only a classifier of frozen embeddings.
 *
 * <p>A role with one example has no neighbour, so that is repeated; imbalanced-learn refuses a role with fewer than
 * six.
 */
final class Smote {
    private static final int NEIGHBOURS = 5;

    private Smote() {}

    /** Vectors with their roles. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Points(float[][] vectors, int[] labels) {}

    static Points balanced(Points points, long seed) {
        Map<Integer, List<float[]>> byRole = new TreeMap<>();
        for (int i = 0; i < points.labels.length; i++) {
            byRole.computeIfAbsent(points.labels[i], role -> new ArrayList<>()).add(points.vectors[i]);
        }
        int wanted = byRole.values().stream().mapToInt(List::size).max().orElse(0);
        SplittableRandom random = new SplittableRandom(seed);
        List<float[]> vectors = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        byRole.forEach((role, ofRole) -> {
            for (int i = 0; i < wanted; i++) {
                vectors.add(i < ofRole.size() ? ofRole.get(i) : between(ofRole, i % ofRole.size(), random));
                labels.add(role);
            }
        });
        return new Points(
                vectors.toArray(new float[0][]),
                labels.stream().mapToInt(Integer::intValue).toArray());
    }

    private static float[] between(List<float[]> ofRole, int from, SplittableRandom random) {
        if (ofRole.size() == 1) {
            return ofRole.get(0);
        }
        float[] start = ofRole.get(from);
        int[] nearest = IntStream.range(0, ofRole.size())
                .filter(other -> other != from)
                .boxed()
                .sorted(Comparator.comparingDouble(other -> distance(start, ofRole.get(other))))
                .limit(NEIGHBOURS)
                .mapToInt(Integer::intValue)
                .toArray();
        float[] end = ofRole.get(nearest[random.nextInt(nearest.length)]);
        double share = random.nextDouble();
        float[] point = new float[start.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = (float) (start[i] + share * (end[i] - start[i]));
        }
        return point;
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }
}
