package io.rolestream.evaluation.scores;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Accuracy, macro-F1 and weighted F1 of every contender on bootstrap resamples (Efron 1979). All contenders are scored
 * on the same resamples, so that differences can be paired.
 *
 * <p>Scores depend only on an item's true role and the answers, so items with equal ones share a cell, and a resample
 * is a count for each cell. Macro-F1 averages the roles that occur in the resample, as {@link Scores#macroF1} does.
 */
public final class Bootstrap {
    private final int roles;
    private final int contenders;
    private final int[] cells;
    /** For each cell, the true role, then each contender's answer. */
    private final List<int[]> contents = new ArrayList<>();

    /**
     * @param accuracy {@code [resamples]}
     * @param macroF1 {@code [resamples]}
     * @param weightedF1 {@code [resamples]}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Samples(double[] accuracy, double[] macroF1, double[] weightedF1) {
        private Samples(int resamples) {
            this(new double[resamples], new double[resamples], new double[resamples]);
        }

        public static Samples difference(Samples of, Samples against) {
            return new Samples(
                    minus(of.accuracy, against.accuracy),
                    minus(of.macroF1, against.macroF1),
                    minus(of.weightedF1, against.weightedF1));
        }

        private static double[] minus(double[] a, double[] b) {
            double[] result = new double[a.length];
            Arrays.setAll(result, i -> a[i] - b[i]);
            return result;
        }
    }

    /**
     * @param truth {@code [items]}, at least one
     * @param answers of each contender, {@code [items]}
     */
    public Bootstrap(int roles, int[] truth, List<int[]> answers) {
        this.roles = roles;
        this.contenders = answers.size();
        this.cells = new int[truth.length];
        Map<List<Integer>, Integer> known = new HashMap<>();
        for (int i = 0; i < truth.length; i++) {
            List<Integer> content = new ArrayList<>();
            content.add(truth[i]);
            for (int[] contender : answers) {
                content.add(contender[i]);
            }
            cells[i] = known.computeIfAbsent(content, c -> {
                contents.add(c.stream().mapToInt(Integer::intValue).toArray());
                return contents.size() - 1;
            });
        }
    }

    /** The scores of the contenders, in their order. */
    public List<Samples> run(int resamples, long seed) {
        List<Samples> samples =
                Stream.generate(() -> new Samples(resamples)).limit(contenders).toList();
        SplittableRandom random = new SplittableRandom(seed);
        int[] counts = new int[contents.size()];
        for (int r = 0; r < resamples; r++) {
            Arrays.fill(counts, 0);
            for (int i = 0; i < cells.length; i++) {
                counts[cells[random.nextInt(cells.length)]]++;
            }
            for (int c = 0; c < samples.size(); c++) {
                score(counts, c, samples.get(c), r);
            }
        }
        return samples;
    }

    private void score(int[] counts, int contender, Samples into, int resample) {
        int[] support = new int[roles];
        int[] answered = new int[roles];
        int[] right = new int[roles];
        for (int cell = 0; cell < counts.length; cell++) {
            int truth = contents.get(cell)[0];
            int answer = contents.get(cell)[1 + contender];
            support[truth] += counts[cell];
            answered[answer] += counts[cell];
            right[truth] += truth == answer ? counts[cell] : 0;
        }
        double sumOfF1 = 0;
        double weighted = 0;
        int occurring = 0;
        for (int role = 0; role < roles; role++) {
            int sum = support[role] + answered[role];
            double f1 = sum == 0 ? 0 : 2.0 * right[role] / sum;
            sumOfF1 += f1;
            weighted += support[role] * f1;
            occurring += sum == 0 ? 0 : 1;
        }
        into.accuracy[resample] = (double) Arrays.stream(right).sum() / cells.length;
        into.macroF1[resample] = sumOfF1 / occurring;
        into.weightedF1[resample] = weighted / cells.length;
    }
}
