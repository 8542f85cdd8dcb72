package io.rolestream.evaluation.ranking.report;

import io.rolestream.evaluation.ranking.RankingComparison;
import java.util.List;
import java.util.Map;

/**
 * Comparisons of the same systems in one or both directions.
 *
 * @param source what was ranked, for titles
 * @param systems what each system does, by its name, in order
 * @param remarks sentences on what was read and left out
 */
public record RankingReport(
        String source, Map<String, String> systems, List<Direction> directions, List<String> remarks) {
    /**
     * One direction.
     *
     * @param key {@code jobs} (for a resume) or {@code resumes} (for a job)
     */
    public record Direction(String key, RankingComparison comparison) {}

    public RankingReport {
        directions = List.copyOf(directions);
        remarks = List.copyOf(remarks);
    }
}
