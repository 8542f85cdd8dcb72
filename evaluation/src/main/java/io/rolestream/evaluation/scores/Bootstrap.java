package io.rolestream.evaluation.scores;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Accuracy and macro-F1 of every contender on bootstrap resamples (Efron 1979). All contenders are scored on the same
 * resamples, so that differences can be paired.
 *
 * <p>Scores depend only on an item's true role and the answers, so items with equal ones share a cell, and a resample
 * is a count for each cell. Macro-F1 averages the roles that occur in the resample, as {@link Scores#macroF1} does.
 */
final class Bootstrap {
    private final int roles;
    private final List<Contender> contenders;
    private final int[] cells;
    /** For each cell, the true role, then each contender's answer. */
    private final List<int[]> contents = new ArrayList<>();

    /**
     * @param accuracy {@code [resamples]}
     * @param macroF1 {@code [resamples]}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Samples(double[] accuracy, double[] macroF1) {
        static Samples difference(Samples of, Samples against) {
            return new Samples(minus(of.accuracy, against.accuracy), minus(of.macroF1, against.macroF1));
        }

        private static double[] minus(double[] a, double[] b) {
            double[] result = new double[a.length];
            Arrays.setAll(result, i -> a[i] - b[i]);
            return result;
        }
    }

    Bootstrap(int roles, int[] truth, Map<Contender, Predictions> answers) {
        this.roles = roles;
        this.contenders = List.copyOf(answers.keySet());
        this.cells = new int[truth.length];
        Map<List<Integer>, Integer> known = new HashMap<>();
        for (int i = 0; i < truth.length; i++) {
            List<Integer> content = new ArrayList<>();
            content.add(truth[i]);
            for (Predictions contender : answers.values()) {
                content.add(contender.roles()[i]);
            }
            cells[i] = known.computeIfAbsent(content, c -> {
                contents.add(c.stream().mapToInt(Integer::intValue).toArray());
                return contents.size() - 1;
            });
        }
    }

    Map<Contender, Samples> run(int resamples, long seed) {
        List<Samples> samples = contenders.stream()
                .map(contender -> new Samples(new double[resamples], new double[resamples]))
                .toList();
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
        Map<Contender, Samples> byContender = new EnumMap<>(Contender.class);
        for (int c = 0; c < samples.size(); c++) {
            byContender.put(contenders.get(c), samples.get(c));
        }
        return byContender;
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
        double f1 = 0;
        int occurring = 0;
        for (int role = 0; role < roles; role++) {
            int sum = support[role] + answered[role];
            f1 += sum == 0 ? 0 : 2.0 * right[role] / sum;
            occurring += sum == 0 ? 0 : 1;
        }
        into.accuracy[resample] = (double) Arrays.stream(right).sum() / cells.length;
        into.macroF1[resample] = f1 / occurring;
    }
}
