package io.rolestream.evaluation.ranking;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The measures of one run for each query of the judgements, in their order. As with trec_eval's {@code -c}, all queries
 * that have a judgement count: one that the run lacks scores 0, and so does one without relevant documents. Queries
 * that only the run has are left out.
 *
 * @param queries {@code [queries]}
 * @param values of each measure, {@code [queries]}
 * @param missing queries that the run lacks
 * @param unjudged queries of the run without a judgement
 * @param judgedAtTen the share of the first ten of all lists that is judged; NaN if nothing was retrieved
 */
public record RunScores(
        String name,
        List<String> queries,
        Map<RankingMeasure, double[]> values,
        int missing,
        int unjudged,
        double judgedAtTen) {
    public RunScores {
        queries = List.copyOf(queries);
        values = Map.copyOf(values);
    }

    public static RunScores of(Qrels qrels, RetrievalRun run) {
        List<String> queries = List.copyOf(qrels.queries());
        Map<RankingMeasure, double[]> values = new EnumMap<>(RankingMeasure.class);
        for (RankingMeasure measure : RankingMeasure.values()) {
            values.put(measure, new double[queries.size()]);
        }
        int missing = 0;
        long shown = 0;
        long judged = 0;
        for (int q = 0; q < queries.size(); q++) {
            String query = queries.get(q);
            missing += run.queries().contains(query) ? 0 : 1;
            RankedList list = run.of(query);
            JudgedList judgements = JudgedList.of(list, qrels.of(query));
            shown += Math.min(JudgedList.TEN, list.size());
            judged += judgements.judgedAtTen();
            for (Map.Entry<RankingMeasure, double[]> measure : values.entrySet()) {
                measure.getValue()[q] = measure.getKey().of(judgements);
            }
        }
        int unjudged = (int) run.queries().stream()
                .filter(query -> !qrels.queries().contains(query))
                .count();
        return new RunScores(
                run.name(), queries, values, missing, unjudged, shown == 0 ? Double.NaN : (double) judged / shown);
    }

    /** {@code [queries]}. Not copied: do not modify it. */
    public double[] of(RankingMeasure measure) {
        return Objects.requireNonNull(values.get(measure));
    }

    public double mean(RankingMeasure measure) {
        double sum = 0;
        for (double value : of(measure)) {
            sum += value;
        }
        return sum / queries.size();
    }

    /** The scores of some queries, given by their indexes in {@link #queries}. */
    RunScores only(int[] kept) {
        Map<RankingMeasure, double[]> some = new EnumMap<>(RankingMeasure.class);
        values.forEach((measure, all) -> {
            double[] picked = new double[kept.length];
            for (int i = 0; i < kept.length; i++) {
                picked[i] = all[kept[i]];
            }
            some.put(measure, picked);
        });
        List<String> names = new ArrayList<>();
        for (int index : kept) {
            names.add(queries.get(index));
        }
        return new RunScores(name, names, some, missing, unjudged, judgedAtTen);
    }
}
