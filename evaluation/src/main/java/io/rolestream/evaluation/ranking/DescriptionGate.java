package io.rolestream.evaluation.ranking;

import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.evaluation.verdict.StatedVerdict;
import io.rolestream.evaluation.verdict.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The gate of generated descriptions. They are used only if they rank better than the same recommender without them, by
 * nDCG@10, on resumes and postings that the generator has not learnt from: over all resumes, and over the quarter that
 * says least, for whom descriptions are meant. Both 95 % intervals of the paired differences must exclude 0. With fewer
 * than {@value #FEWEST} queries in one of them there is no interval, and the gate fails.
 *
 * @param system the name of the system with descriptions
 * @param rival the name of the same system without them
 * @param measured over all queries, then over the cold start
 * @param kind passed only weakly with fewer than {@value #ENOUGH} queries
 * @param reasons a sentence for each comparison that was not won or, if all were, for what is missing
 */
public record DescriptionGate(
        String system, String rival, List<Measured> measured, VerdictKind kind, List<String> reasons) {
    private static final int ENOUGH = 50;

    /** With fewer queries, resamples are too much alike for an interval. */
    private static final int FEWEST = 5;

    private static final RankingMeasure BY = RankingMeasure.NDCG_10;
    private static final String ALL = "all resumes";
    private static final String COLD_START = "cold start";

    public DescriptionGate {
        measured = List.copyOf(measured);
        reasons = List.copyOf(reasons);
    }

    /**
     * Both systems on some queries, by nDCG@10.
     *
     * @param name of the queries
     * @param difference of the system with descriptions from the other, paired
     */
    public record Measured(String name, int queries, Estimate with, Estimate without, Estimate difference) {
        boolean isWon() {
            return difference.lower() > 0;
        }

        /** The figures in words. */
        public String sentence() {
            return String.format(
                    Locale.ROOT,
                    "%s, %s: %s %.3f instead of %.3f, difference %+.3f (95 %% interval %+.3f to %+.3f)",
                    name,
                    Counted.of(queries, "query", "queries"),
                    BY.title(),
                    with.value(),
                    without.value(),
                    difference.value(),
                    difference.lower(),
                    difference.upper());
        }
    }

    /**
     * Judges.
     *
     * @param with a run with descriptions
     * @param without the same without them, of the same queries
     * @param coldStart the queries that say least
     */
    public static DescriptionGate of(RunScores with, RunScores without, Set<String> coldStart) {
        if (!with.queries().equals(without.queries())) {
            throw new IllegalArgumentException("the two runs are of different queries");
        }
        int[] cold = IntStream.range(0, with.queries().size())
                .filter(query -> coldStart.contains(with.queries().get(query)))
                .toArray();
        List<Measured> measured = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        if (with.queries().size() >= FEWEST) {
            measured.add(measured(ALL, with, without));
        } else {
            reasons.add(tooFew(ALL, with.queries().size()));
        }
        if (cold.length >= FEWEST) {
            measured.add(measured(COLD_START, with.only(cold), without.only(cold)));
        } else {
            reasons.add(tooFew(COLD_START, cold.length));
        }
        measured.stream()
                .filter(one -> !one.isWon())
                .forEach(one -> reasons.add("not clearly better with descriptions: " + one.sentence()));
        if (!reasons.isEmpty()) {
            return new DescriptionGate(with.name(), without.name(), measured, VerdictKind.FAILED, reasons);
        }
        boolean few = with.queries().size() < ENOUGH;
        return new DescriptionGate(
                with.name(),
                without.name(),
                measured,
                few ? VerdictKind.PASSED_WEAKLY : VerdictKind.PASSED,
                few
                        ? List.of(
                                "only " + with.queries().size() + " resumes were ranked for; " + ENOUGH + " are enough")
                        : List.of());
    }

    private static String tooFew(String name, int queries) {
        return name + ": only " + Counted.of(queries, "query", "queries") + " to judge by; at least " + FEWEST
                + " are needed";
    }

    private static Measured measured(String name, RunScores with, RunScores without) {
        QueryBootstrap bootstrap =
                QueryBootstrap.run(List.of(with, without), RankingComparison.RESAMPLES, RankingComparison.SEED);
        return new Measured(
                name,
                with.queries().size(),
                Estimate.ofShare(with.mean(BY), bootstrap.means(0, BY)),
                Estimate.ofShare(without.mean(BY), bootstrap.means(1, BY)),
                Estimate.ofDifference(with.mean(BY) - without.mean(BY), bootstrap.differences(0, 1, BY)));
    }

    public StatedVerdict stated() {
        return new StatedVerdict(kind, reasons);
    }

    /** The verdict and its figures, for people. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add("Generated descriptions, " + system + " against " + rival + ": gate " + kind.words()
                + ", so they " + (kind.passed() ? "may be used." : "stay off."));
        measured.forEach(one -> sentences.add("Generated descriptions, " + one.sentence() + "."));
        reasons.stream()
                .filter(reason -> measured.stream().noneMatch(one -> reason.endsWith(one.sentence())))
                .forEach(reason -> sentences.add("Generated descriptions: " + reason + "."));
        return sentences;
    }
}
