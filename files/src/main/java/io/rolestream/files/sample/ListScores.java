package io.rolestream.files.sample;

import io.rolestream.evaluation.ranking.JudgedList;
import io.rolestream.evaluation.ranking.RankingMeasure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * How good lists of generated jobs are for generated resumes, by what ranked them: nDCG@10 against the grades, and that
 * of the same jobs in random order, in expectation. Where another version ranks a resume's list again, both lists are
 * compared with each other. Resumes that no open job suits are left out.
 */
public final class ListScores {
    private static final int TEN = 10;
    private static final double NORMAL_95 = 1.96;

    /** How many resumes' lists are remembered; the one remembered longest is forgotten first. */
    private static final int MOST_REMEMBERED = 20_000;

    private final Map<String, Sums> versions = new LinkedHashMap<>();
    private final Map<Change, Sums> changes = new LinkedHashMap<>();
    private final Map<String, Ranked> remembered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Ranked> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /**
     * The lists that a version ranked.
     *
     * @param ndcg the mean over the lists
     * @param margin half the 95 % interval of the mean
     * @param random the expected mean of lists in random order
     */
    public record Row(String version, long lists, double ndcg, double margin, double random) {}

    /**
     * What a version made of lists that another one had ranked.
     *
     * @param gain the mean difference of the same resumes' nDCG@10
     * @param margin half the 95 % interval of the mean
     */
    public record Gain(String version, String before, long lists, double gain, double margin) {}

    private record Change(String version, String before) {}

    private record Ranked(String version, int[] gains) {}

    private static final class Sums {
        private long lists;
        private double sum;
        private double squares;
        private double random;

        void add(double value) {
            lists++;
            sum += value;
            squares += value * value;
        }

        double mean() {
            return sum / lists;
        }

        double margin() {
            double variance = Math.max(0, squares / lists - mean() * mean());
            return NORMAL_95 * Math.sqrt(variance / Math.max(1, lists - 1));
        }
    }

    /**
     * Counts a list.
     *
     * @param gains the grades of its entries, 0 to 3, the best first
     * @param open the grades of all jobs that could have been listed, in any order
     */
    public void add(String version, int[] gains, int[] open) {
        int[] ideal = ideal(open);
        if (ideal.length > 0) {
            Sums sums = versions.computeIfAbsent(version, name -> new Sums());
            sums.add(score(gains, ideal));
            sums.random += inRandomOrder(open, ideal);
        }
    }

    /**
     * Compares a resume's list with the one before if another version ranked that, and remembers it.
     *
     * @param gains the grades of its entries, 0 to 3, the best first
     * @param open the grades of all jobs that could have been listed, in any order
     */
    public void compare(String resumeId, String version, int[] gains, Supplier<int[]> open) {
        Ranked before = remembered.put(resumeId, new Ranked(version, gains.clone()));
        if (before == null || before.version().equals(version)) {
            return;
        }
        int[] ideal = ideal(open.get());
        if (ideal.length > 0) {
            changes.computeIfAbsent(new Change(version, before.version()), change -> new Sums())
                    .add(score(gains, ideal) - score(before.gains(), ideal));
        }
    }

    /** Whether a list of this resume is remembered. */
    public boolean remembers(String resumeId) {
        return remembered.containsKey(resumeId);
    }

    private static int[] ideal(int[] open) {
        return IntStream.of(open)
                .filter(grade -> grade > 0)
                .map(grade -> -grade)
                .sorted()
                .map(grade -> -grade)
                .toArray();
    }

    private static double score(int[] gains, int[] ideal) {
        return Math.min(1, RankingMeasure.NDCG_10.of(new JudgedList(gains, ideal, gains.length)));
    }

    private static double inRandomOrder(int[] open, int[] ideal) {
        double mean = IntStream.of(open).average().orElse(0);
        double random = 0;
        double best = 0;
        for (int i = 0; i < TEN; i++) {
            double discount = Math.log(2) / Math.log(i + 2);
            random += i < open.length ? mean * discount : 0;
            best += i < ideal.length ? ideal[i] * discount : 0;
        }
        return random / best;
    }

    /** In the order in which the versions first ranked a list. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        versions.forEach((version, sums) ->
                rows.add(new Row(version, sums.lists, sums.mean(), sums.margin(), sums.random / sums.lists)));
        return rows;
    }

    /** In the order in which versions replaced each other. */
    public List<Gain> gains() {
        List<Gain> gains = new ArrayList<>();
        changes.forEach((change, sums) ->
                gains.add(new Gain(change.version(), change.before(), sums.lists, sums.mean(), sums.margin())));
        return gains;
    }
}
