package io.rolestream.trainer.matching.adversary;

import io.rolestream.evaluation.significance.Estimate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often a reward model, and two baselines, score the better of two postings for a resume higher; equal scores count
 * as wrong.
 *
 * @param ordinary pairs of postings of different grades
 * @param adversaries a posting that suits and a dishonest one; kinds that no resume allows are missing
 */
public record RewardTable(Row ordinary, Map<Adversary, Row> adversaries) {
    /** A model that is right less often than this against a judged kind fails. */
    public static final double LEAST = 0.9;

    /** With fewer comparisons a judged kind decides nothing. */
    public static final int ENOUGH = 20;

    public RewardTable {
        adversaries = Collections.unmodifiableMap(new TreeMap<>(adversaries));
    }

    /**
     * Shares of right comparisons.
     *
     * @param comparisons how many
     * @param model with a 95 % interval
     * @param longer how often the better posting has more characters
     * @param overlap how often the better posting names more of the resume's skills
     */
    public record Row(int comparisons, Estimate model, double longer, double overlap) {}

    /** A sentence for each judged kind that deceives the model too often, in enough comparisons. */
    public List<String> failures() {
        List<String> failures = new ArrayList<>();
        adversaries.forEach((kind, row) -> {
            if (kind.isJudged() && row.comparisons() >= ENOUGH && row.model().value() < LEAST) {
                failures.add(String.format(
                        Locale.ROOT,
                        "is deceived by %s: scores the honest posting higher in %.3f (95 %% interval %.3f to %.3f)"
                                + " of %,d, and at least %.1f is needed",
                        kind.words(),
                        row.model().value(),
                        row.model().lower(),
                        row.model().upper(),
                        row.comparisons(),
                        LEAST));
            }
        });
        return failures;
    }

    /** A sentence for each judged kind with too few comparisons to tell whether it deceives the model. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (Adversary kind : Adversary.values()) {
            Row row = adversaries.get(kind);
            int comparisons = row == null ? 0 : row.comparisons();
            if (kind.isJudged() && comparisons < ENOUGH) {
                missing.add(String.format(
                        Locale.ROOT,
                        "only %d comparison%s with %s; %d are needed",
                        comparisons,
                        comparisons == 1 ? "" : "s",
                        kind.words(),
                        ENOUGH));
            }
        }
        return missing;
    }

    void addTo(Map<String, Double> metrics, String prefix) {
        add(metrics, prefix + "ordinary", ordinary);
        adversaries.forEach((kind, row) -> add(metrics, prefix + kind.key(), row));
    }

    private static void add(Map<String, Double> metrics, String name, Row row) {
        metrics.put(name + ".comparisons", (double) row.comparisons());
        metrics.put(name + ".accuracy", row.model().value());
        metrics.put(name + ".accuracy.lower", row.model().lower());
        metrics.put(name + ".accuracy.upper", row.model().upper());
        metrics.put(name + ".longer", row.longer());
        metrics.put(name + ".overlap", row.overlap());
    }

    /** The rows by what the worse posting is, in words; ordinary pairs first. */
    public Map<String, Row> rows() {
        Map<String, Row> rows = new LinkedHashMap<>();
        rows.put("a job of a lower grade", ordinary);
        adversaries.forEach((kind, row) -> rows.put(kind.words(), row));
        return rows;
    }
}
