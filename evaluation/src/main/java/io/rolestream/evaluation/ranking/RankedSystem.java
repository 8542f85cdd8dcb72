package io.rolestream.evaluation.ranking;

import io.rolestream.evaluation.significance.Estimate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A system with the means of its measures.
 *
 * @param means with intervals over the queries
 * @param versus the first system; null for the first itself
 */
public record RankedSystem(
        RunScores scores,
        Map<RankingMeasure, Estimate> means,
        @Nullable Map<RankingMeasure, RankingVersus> versus) {
    public RankedSystem {
        means = Map.copyOf(means);
        versus = versus == null ? null : Map.copyOf(versus);
    }

    public String name() {
        return scores.name();
    }

    public Estimate mean(RankingMeasure measure) {
        Estimate mean = means.get(measure);
        if (mean == null) {
            throw new IllegalArgumentException(name() + " has no " + measure.title());
        }
        return mean;
    }
}
