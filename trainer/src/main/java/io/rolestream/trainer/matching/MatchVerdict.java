package io.rolestream.trainer.matching;

import io.rolestream.evaluation.ranking.RankedSystem;
import io.rolestream.evaluation.ranking.RankingComparison;
import io.rolestream.evaluation.ranking.RankingMeasure;
import io.rolestream.evaluation.ranking.RankingVersus;
import io.rolestream.evaluation.verdict.StatedVerdict;
import io.rolestream.evaluation.verdict.VerdictKind;
import io.rolestream.trainer.matching.adversary.RewardReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The gate of matchers and reward models. A model passes only if, on resumes and jobs that were not learnt from, it
 * ranks better than each of its rivals by nDCG@10, and the 95 % interval of the paired difference excludes 0. So a
 * training that harms a good base, or gains nothing that is not chance, is not published. Nor may it rank resumes for
 * jobs clearly worse than one of them. A model that passes does so weakly if people judged none of the matches, or if
 * there are fewer than {@value #ENOUGH} resumes in the test, or if too few dishonest postings were compared.
 *
 * @param forward jobs for resumes; the judged model is the first system
 * @param backward resumes for jobs, with the same systems
 * @param rivals the names of the systems that the model must beat
 * @param reasons a sentence for each rival that was not beaten or, if all were, for what is missing
 * @param reward of a reward model, which must see through postings that are only long or only keywords; else null
 */
public record MatchVerdict(
        RankingComparison forward,
        RankingComparison backward,
        Set<String> rivals,
        VerdictKind kind,
        List<String> reasons,
        @Nullable RewardReport reward) {
    static final int ENOUGH = 50;

    private static final RankingMeasure BY = RankingMeasure.NDCG_10;

    public MatchVerdict {
        rivals = Set.copyOf(rivals);
        reasons = List.copyOf(reasons);
    }

    static MatchVerdict of(
            RankingComparison forward, RankingComparison backward, Set<String> rivals, boolean byPeople) {
        List<String> failures = new ArrayList<>();
        for (RankedSystem system : forward.systems()) {
            if (isRival(system, rivals)) {
                RankingVersus rival = versus(system);
                if (rival == null || !(rival.difference().upper() < 0)) {
                    failures.add(sentence("not clearly better than", forward, system, rival));
                }
            }
        }
        for (RankedSystem system : backward.systems()) {
            RankingVersus rival = isRival(system, rivals) ? versus(system) : null;
            if (rival != null && rival.difference().lower() > 0) {
                failures.add(sentence("ranks resumes for jobs clearly worse than", backward, system, rival));
            }
        }
        if (!failures.isEmpty()) {
            return new MatchVerdict(forward, backward, rivals, VerdictKind.FAILED, failures, null);
        }
        List<String> missing = new ArrayList<>();
        int queries = forward.queries().count() - forward.queries().withoutRelevant();
        if (queries < ENOUGH) {
            missing.add("only " + queries + " resumes of the test have a job that suits; " + ENOUGH + " are enough");
        }
        if (!byPeople) {
            missing.add("the matches were generated with their grades; people judged none of them");
        }
        return new MatchVerdict(
                forward,
                backward,
                rivals,
                missing.isEmpty() ? VerdictKind.PASSED : VerdictKind.PASSED_WEAKLY,
                missing,
                null);
    }

    /**
     * With the figures of a reward model, which fails if the test's dishonest postings deceive it, and passes only
     * weakly if there are too few of a kind to tell.
     */
    MatchVerdict with(RewardReport report) {
        List<String> failures = new ArrayList<>(kind == VerdictKind.FAILED ? reasons : List.of());
        failures.addAll(report.test().failures());
        if (!failures.isEmpty()) {
            return new MatchVerdict(forward, backward, rivals, VerdictKind.FAILED, failures, report);
        }
        List<String> missing = report.test().missing();
        List<String> doubts = new ArrayList<>(reasons);
        doubts.addAll(missing);
        return new MatchVerdict(
                forward, backward, rivals, missing.isEmpty() ? kind : VerdictKind.PASSED_WEAKLY, doubts, report);
    }

    private static boolean isRival(RankedSystem system, Set<String> rivals) {
        return system.versus() != null && rivals.contains(system.name());
    }

    private static @Nullable RankingVersus versus(RankedSystem system) {
        Map<RankingMeasure, RankingVersus> versus = system.versus();
        return versus == null ? null : versus.get(BY);
    }

    private static String sentence(
            String claim, RankingComparison comparison, RankedSystem system, @Nullable RankingVersus rival) {
        RankedSystem model = comparison.systems().get(0);
        return String.format(
                Locale.ROOT,
                "%s %s: %s %.3f instead of %.3f, difference %+.3f (95 %% interval %+.3f to %+.3f)",
                claim,
                system.name(),
                BY.title(),
                model.mean(BY).value(),
                system.mean(BY).value(),
                rival == null ? 0 : -rival.difference().value(),
                rival == null ? 0 : -rival.difference().upper(),
                rival == null ? 0 : -rival.difference().lower());
    }

    public boolean passed() {
        return kind.passed();
    }

    public StatedVerdict stated() {
        return new StatedVerdict(kind, reasons);
    }

    /** The means of all systems by direction, system and measure, for the manifest and the announcement. */
    Map<String, Double> metrics() {
        Map<String, Double> metrics = new TreeMap<>();
        add(metrics, "jobs-for-resumes.", forward);
        add(metrics, "resumes-for-jobs.", backward);
        if (reward != null) {
            metrics.putAll(reward.metrics());
        }
        return metrics;
    }

    private static void add(Map<String, Double> metrics, String prefix, RankingComparison comparison) {
        metrics.put(prefix + "queries", (double) comparison.queries().count());
        for (RankedSystem system : comparison.systems()) {
            for (RankingMeasure measure : RankingMeasure.values()) {
                String name = prefix + system.name().replace(' ', '-') + "." + measure.trecName();
                metrics.put(name, system.mean(measure).value());
                metrics.put(name + ".lower", system.mean(measure).lower());
                metrics.put(name + ".upper", system.mean(measure).upper());
            }
        }
    }
}
