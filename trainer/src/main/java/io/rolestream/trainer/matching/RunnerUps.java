package io.rolestream.trainer.matching;

import io.rolestream.matching.index.Hit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Hard negatives from rankings of the same jobs: what scores 0.7 to 0.9 of the best (ConFit v2, 2025). Nearer the top
 * there are often matches without a judgement, further down negatives that teach nothing. A job near the top of one
 * ranking is not taken from another ranking.
 *
 * @param most how many to take, those first that the rankings put highest, by reciprocal ranks
 */
record RunnerUps(int most) {
    private static final double HIGHEST = 0.9;
    private static final double LOWEST = 0.7;

    /** As in the recommender's fusion. */
    private static final double RANK_OFFSET = 60;

    /**
     * @param rankings each the best first; those whose best score is not above 0 do not count
     * @param suits what is known to suit, and never is a negative
     */
    List<String> of(List<List<Hit>> rankings, Predicate<String> suits) {
        Set<String> near = new HashSet<>();
        Map<String, Double> fused = new LinkedHashMap<>();
        for (List<Hit> ranking : rankings) {
            double best = ranking.isEmpty() ? 0 : ranking.get(0).score();
            for (Hit hit : best > 0 ? ranking : List.<Hit>of()) {
                if (hit.score() > HIGHEST * best) {
                    near.add(hit.id());
                } else if (hit.score() >= LOWEST * best) {
                    fused.merge(hit.id(), 1 / (RANK_OFFSET + hit.rank()), Double::sum);
                }
            }
        }
        return fused.entrySet().stream()
                .filter(job -> !near.contains(job.getKey()) && !suits.test(job.getKey()))
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }
}
