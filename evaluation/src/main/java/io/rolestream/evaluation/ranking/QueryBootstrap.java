package io.rolestream.evaluation.ranking;

import java.util.List;
import java.util.SplittableRandom;

/**
 * The means of every system and measure on bootstrap resamples of the queries (Efron 1979). All systems are measured on
 * the same resamples, so that differences are paired.
 */
final class QueryBootstrap {
    /** {@code [systems][measures][resamples]}. */
    private final double[][][] means;

    private QueryBootstrap(double[][][] means) {
        this.means = means;
    }

    /** @param scores of the same queries, at least one */
    static QueryBootstrap run(List<RunScores> scores, int resamples, long seed) {
        RankingMeasure[] measures = RankingMeasure.values();
        int queries = scores.get(0).queries().size();
        double[][][] means = new double[scores.size()][measures.length][resamples];
        SplittableRandom random = new SplittableRandom(seed);
        int[] drawn = new int[queries];
        for (int r = 0; r < resamples; r++) {
            for (int i = 0; i < queries; i++) {
                drawn[i] = random.nextInt(queries);
            }
            for (int s = 0; s < means.length; s++) {
                for (int m = 0; m < measures.length; m++) {
                    means[s][m][r] = mean(scores.get(s).of(measures[m]), drawn);
                }
            }
        }
        return new QueryBootstrap(means);
    }

    private static double mean(double[] values, int[] drawn) {
        double sum = 0;
        for (int query : drawn) {
            sum += values[query];
        }
        return sum / drawn.length;
    }

    /** {@code [resamples]}. Not copied. */
    double[] means(int system, RankingMeasure measure) {
        return means[system][measure.ordinal()];
    }

    /** The means of one system minus those of another, {@code [resamples]}. */
    double[] differences(int system, int from, RankingMeasure measure) {
        double[] of = means(system, measure);
        double[] against = means(from, measure);
        double[] differences = new double[of.length];
        for (int r = 0; r < differences.length; r++) {
            differences[r] = of[r] - against[r];
        }
        return differences;
    }
}
