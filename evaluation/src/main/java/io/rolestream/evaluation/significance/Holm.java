package io.rolestream.evaluation.significance;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The correction of S. Holm (1979) for several tests at once: it bounds the chance of any false alarm among them. */
public final class Holm {
    private Holm() {}

    /** The corrected p-values, in the order of the given ones. */
    public static double[] corrected(double[] p) {
        int[] order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] corrected = new double[p.length];
        double least = 0;
        for (int rank = 0; rank < order.length; rank++) {
            least = Math.max(least, Math.min(1, (p.length - rank) * p[order[rank]]));
            corrected[order[rank]] = least;
        }
        return corrected;
    }
}
