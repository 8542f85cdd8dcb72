package io.rolestream.evaluation.ranking;

import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.evaluation.significance.Holm;
import io.rolestream.evaluation.significance.PairedMeans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Systems compared on the same queries. The same runs give exactly the same comparison. All systems have the same
 * bootstrap resamples of the queries, so that differences are paired.
 *
 * @param title what was ranked for what
 * @param systems in the order they were named; the others are compared with the first
 * @param slices that have at least one query, each with the systems' means on its queries
 */
public record RankingComparison(
        String title, JudgedQueries queries, List<RankedSystem> systems, List<ComparedSlice> slices) {
    public static final int RESAMPLES = 2000;
    public static final int PERMUTATIONS = 10_000;
    public static final long SEED = 20_240_229;

    /**
     * What the systems are judged on.
     *
     * @param count of the queries with a judgement
     * @param withoutRelevant those of them without a relevant document, on which every system scores 0
     * @param judgements pairs
     * @param relevant pairs that are relevant
     */
    public record JudgedQueries(int count, int withoutRelevant, long judgements, long relevant) {
        static JudgedQueries of(Qrels qrels) {
            int[] relevant = qrels.queries().stream().mapToInt(qrels::relevant).toArray();
            return new JudgedQueries(
                    relevant.length,
                    (int) Arrays.stream(relevant).filter(n -> n == 0).count(),
                    qrels.judgements(),
                    Arrays.stream(relevant).asLongStream().sum());
        }
    }

    /** @param systems in the order of the comparison, without tests of their differences */
    public record ComparedSlice(QuerySlice slice, int queries, List<RankedSystem> systems) {
        public ComparedSlice {
            systems = List.copyOf(systems);
        }
    }

    public RankingComparison {
        systems = List.copyOf(systems);
        slices = List.copyOf(slices);
    }

    /** @throws IllegalArgumentException if there is no query or no run, or two runs have the same name */
    public static RankingComparison of(String title, Qrels qrels, List<RetrievalRun> runs, List<QuerySlice> slices) {
        return ofScores(
                title, qrels, runs.stream().map(run -> RunScores.of(qrels, run)).toList(), slices);
    }

    /**
     * As {@link #of}, of runs that are scored already, so that they need not be in memory together.
     *
     * @param scores by the given judgements
     */
    public static RankingComparison ofScores(
            String title, Qrels qrels, List<RunScores> scores, List<QuerySlice> slices) {
        if (qrels.queries().isEmpty() || scores.isEmpty()) {
            throw new IllegalArgumentException(
                    scores.isEmpty() ? "there is no run to judge" : "no query has a judgement");
        }
        long names = scores.stream().map(RunScores::name).distinct().count();
        if (names < scores.size()) {
            throw new IllegalArgumentException("two runs have the same name");
        }
        List<ComparedSlice> compared = new ArrayList<>();
        List<String> queries = scores.get(0).queries();
        for (QuerySlice slice : slices) {
            int[] kept = IntStream.range(0, queries.size())
                    .filter(q -> slice.queries().contains(queries.get(q)))
                    .toArray();
            if (kept.length > 0) {
                List<RunScores> some =
                        scores.stream().map(one -> one.only(kept)).toList();
                compared.add(new ComparedSlice(slice, kept.length, systems(some, false)));
            }
        }
        return new RankingComparison(title, JudgedQueries.of(qrels), systems(scores, true), compared);
    }

    private static List<RankedSystem> systems(List<RunScores> scores, boolean tested) {
        List<Map<RankingMeasure, Estimate>> means = new ArrayList<>();
        List<Map<RankingMeasure, RankingVersus>> versus = new ArrayList<>();
        scores.forEach(one -> {
            means.add(new EnumMap<>(RankingMeasure.class));
            versus.add(new EnumMap<>(RankingMeasure.class));
        });
        QueryBootstrap bootstrap = QueryBootstrap.run(scores, RESAMPLES, SEED);
        for (RankingMeasure measure : RankingMeasure.values()) {
            for (int s = 0; s < scores.size(); s++) {
                double mean = scores.get(s).mean(measure);
                means.get(s).put(measure, Estimate.ofShare(mean, bootstrap.means(s, measure)));
            }
            if (tested) {
                versus(measure, scores, bootstrap, versus);
            }
        }
        List<RankedSystem> systems = new ArrayList<>();
        for (int s = 0; s < scores.size(); s++) {
            systems.add(new RankedSystem(scores.get(s), means.get(s), tested && s > 0 ? versus.get(s) : null));
        }
        return systems;
    }

    private static void versus(
            RankingMeasure measure,
            List<RunScores> scores,
            QueryBootstrap bootstrap,
            List<Map<RankingMeasure, RankingVersus>> into) {
        double[] first = scores.get(0).of(measure);
        double[] p = new double[scores.size() - 1];
        Arrays.setAll(p, i -> PairedMeans.p(first, scores.get(i + 1).of(measure), PERMUTATIONS, SEED));
        double[] holm = Holm.corrected(p);
        for (int s = 1; s < scores.size(); s++) {
            double[] values = scores.get(s).of(measure);
            int better = 0;
            int worse = 0;
            for (int q = 0; q < values.length; q++) {
                better += values[q] > first[q] ? 1 : 0;
                worse += values[q] < first[q] ? 1 : 0;
            }
            double difference = scores.get(s).mean(measure) - scores.get(0).mean(measure);
            into.get(s)
                    .put(
                            measure,
                            new RankingVersus(
                                    Estimate.ofDifference(difference, bootstrap.differences(s, 0, measure)),
                                    p[s - 1],
                                    holm[s - 1],
                                    better,
                                    worse));
        }
    }
}
