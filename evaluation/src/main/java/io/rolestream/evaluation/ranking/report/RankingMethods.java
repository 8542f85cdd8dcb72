package io.rolestream.evaluation.ranking.report;

import io.rolestream.evaluation.comparison.report.Shown;
import io.rolestream.evaluation.ranking.RankingComparison;
import java.util.List;

/** How the figures are computed, in sentences. */
final class RankingMethods {
    static final List<String> SHORT = List.of(
            "Measures are trec_eval's, averaged over all queries with a judgement; a query without results counts 0.");

    static final List<String> ALL = List.of(
            "The measures are trec_eval's map, ndcg_cut_10, recall_10, recip_rank and P_5, with a relevance level of 1."
                    + " They are averaged over all queries with a judgement, as its option -c does: a query that a"
                    + " system ranked nothing for, or that has no relevant document, counts 0.",
            "nDCG@10 adds up the grades of the first ten results, each divided by log2(rank + 1), and divides the sum by"
                    + " the highest one possible. For the other measures a grade of 1 and more is relevant. What is"
                    + " not judged is not relevant.",
            "Results are ordered by score as a 32-bit number, and equal scores by id, the last first, as trec_eval does."
                    + " The run files written here have no equal scores.",
            "Intervals are the 2.5 and 97.5 % percentiles of " + Shown.count(RankingComparison.RESAMPLES)
                    + " bootstrap resamples of the queries, moved by the distance of the mean from their median. All"
                    + " systems have the same resamples, so that differences are paired.",
            "Differences from the first system are tested by " + Shown.count(RankingComparison.PERMUTATIONS)
                    + " random swaps of the two scores of a query, or by all swaps if no more than 13 queries differ."
                    + " Holm's correction is over the systems that are compared with the first, for each measure by"
                    + " itself.",
            "The runs and judgements are in TREC format beside this file; trec_eval -c recomputes every mean.");

    private RankingMethods() {}
}
