package io.rolestream.evaluation.ranking.report;

import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.comparison.report.Shown;
import io.rolestream.evaluation.ranking.RankedSystem;
import io.rolestream.evaluation.ranking.RankingComparison;
import io.rolestream.evaluation.ranking.RankingMeasure;
import io.rolestream.evaluation.ranking.RankingVersus;
import io.rolestream.evaluation.significance.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a comparison of rankings means, in sentences. */
final class RankingHeadline {
    private static final RankingMeasure JUDGED_BY = RankingMeasure.NDCG_10;
    private static final double SIGNIFICANT = 0.05;

    private RankingHeadline() {}

    /** The most important sentence first. */
    static List<String> of(RankingComparison comparison) {
        List<String> sentences = new ArrayList<>();
        RankedSystem best = comparison.systems().stream()
                .max(Comparator.comparingDouble(system -> system.mean(JUDGED_BY).value()))
                .orElseThrow();
        Estimate mean = best.mean(JUDGED_BY);
        String queries = Counted.of(comparison.queries().count(), "query", "queries");
        sentences.add(comparison.title() + ": " + best.name() + " has "
                + (comparison.systems().size() == 1 ? "an " : "the highest ") + JUDGED_BY.title() + ", "
                + Shown.score(mean.value()) + " (95 % interval " + Shown.range(mean) + ") on " + queries + ".");
        Map<RankingMeasure, RankingVersus> versus = best.versus();
        if (versus != null) {
            sentences.add(
                    againstFirst(comparison.systems().get(0).name(), Objects.requireNonNull(versus.get(JUDGED_BY))));
        } else if (comparison.systems().size() > 1) {
            sentences.add("It is the system that the others are compared with.");
        }
        long few = comparison.queries().withoutRelevant();
        if (few > 0) {
            sentences.add(Counted.of(few, "query", "queries") + " of these "
                    + (few == 1 ? "has no relevant document and counts" : "have no relevant document and count")
                    + " 0 for every system.");
        }
        comparison.systems().forEach(system -> addGaps(system, sentences));
        return sentences;
    }

    private static String againstFirst(String first, RankingVersus versus) {
        String difference = Shown.difference(versus.difference().value()) + " against " + first + " ("
                + Shown.signedRange(versus.difference()) + "; " + Shown.pIs(versus.holm())
                + ", paired permutations, Holm-corrected)";
        return versus.holm() < SIGNIFICANT
                ? "That is " + difference + "."
                : "Chance can explain the difference: " + difference + ".";
    }

    private static void addGaps(RankedSystem system, List<String> sentences) {
        int missing = system.scores().missing();
        if (missing > 0) {
            sentences.add(system.name() + " ranked nothing for " + Counted.of(missing, "query", "queries")
                    + ", which count 0.");
        }
        int unjudged = system.scores().unjudged();
        if (unjudged > 0) {
            sentences.add(system.name() + " ranked for " + Counted.of(unjudged, "query", "queries")
                    + " without judgements, which are left out.");
        }
    }
}
