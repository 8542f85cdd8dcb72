package io.rolestream.evaluation.ranking.report;

import io.rolestream.evaluation.comparison.report.Sheet;
import io.rolestream.evaluation.comparison.report.Shown;
import io.rolestream.evaluation.ranking.RankedSystem;
import io.rolestream.evaluation.ranking.RankingComparison;
import io.rolestream.evaluation.ranking.RankingMeasure;
import io.rolestream.evaluation.ranking.RankingVersus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The figures of compared rankings as tables. */
final class RankingSheets {
    private static final String INTERVAL = "95 % interval";
    private static final RankingMeasure OF_SLICES = RankingMeasure.NDCG_10;

    /** Resamples of fewer queries say little about others. */
    private static final int FEWEST = 5;

    private RankingSheets() {}

    private static List<String> measures() {
        return Arrays.stream(RankingMeasure.values()).map(RankingMeasure::title).toList();
    }

    private static List<String> cells(Function<RankingMeasure, String> figure) {
        return Arrays.stream(RankingMeasure.values()).map(figure).toList();
    }

    /** The means of every system. */
    static Sheet means(RankingComparison comparison) {
        List<Sheet.Row> rows = new ArrayList<>();
        for (RankedSystem system : comparison.systems()) {
            rows.add(new Sheet.Row(
                    system.name(),
                    cells(measure -> Shown.score(system.mean(measure).value())),
                    false));
            rows.add(new Sheet.Row(INTERVAL, cells(measure -> Shown.range(system.mean(measure))), true));
        }
        return new Sheet(comparison.title(), List.of(), "system", measures(), rows);
    }

    /** The differences from the first system; without rows if there is no other. */
    static Sheet versus(RankingComparison comparison) {
        List<Sheet.Row> rows = new ArrayList<>();
        for (RankedSystem system : comparison.systems()) {
            Map<RankingMeasure, RankingVersus> versus = system.versus();
            if (versus == null) {
                continue;
            }
            add(
                    rows,
                    versus,
                    system.name(),
                    v -> Shown.difference(v.difference().value()),
                    false);
            add(rows, versus, INTERVAL, v -> Shown.signedRange(v.difference()), true);
            add(rows, versus, "p (Holm)", v -> Shown.p(v.holm()), true);
            add(rows, versus, "queries better, worse", v -> v.better() + ", " + v.worse(), true);
        }
        String first = comparison.systems().get(0).name();
        return new Sheet(comparison.title() + ": differences from " + first, List.of(), "system", measures(), rows);
    }

    private static void add(
            List<Sheet.Row> rows,
            Map<RankingMeasure, RankingVersus> versus,
            String title,
            Function<RankingVersus, String> figure,
            boolean detail) {
        rows.add(new Sheet.Row(title, cells(measure -> figure.apply(of(versus, measure))), detail));
    }

    private static RankingVersus of(Map<RankingMeasure, RankingVersus> versus, RankingMeasure measure) {
        RankingVersus found = versus.get(measure);
        if (found == null) {
            throw new IllegalArgumentException("there is no " + measure.title());
        }
        return found;
    }

    /** nDCG@10 on each slice of the queries. */
    static Sheet slices(RankingComparison comparison) {
        List<Sheet.Row> rows = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (RankingComparison.ComparedSlice slice : comparison.slices()) {
            List<String> cells = new ArrayList<>(List.of(Shown.count(slice.queries())));
            List<String> intervals = new ArrayList<>(List.of(""));
            for (RankedSystem system : slice.systems()) {
                cells.add(Shown.score(system.mean(OF_SLICES).value()));
                intervals.add(slice.queries() < FEWEST ? Shown.NOTHING : Shown.range(system.mean(OF_SLICES)));
            }
            rows.add(new Sheet.Row(slice.slice().name(), cells, false));
            rows.add(new Sheet.Row(INTERVAL, intervals, true));
            String definition = slice.slice().definition();
            if (!definition.isEmpty()) {
                notes.add(definition);
            }
        }
        if (comparison.slices().stream().anyMatch(slice -> slice.queries() < FEWEST)) {
            notes.add(Shown.NOTHING + ": fewer than " + FEWEST + " queries have no interval.");
        }
        List<String> columns = new ArrayList<>(List.of("queries"));
        comparison.systems().forEach(system -> columns.add(system.name()));
        return new Sheet(
                comparison.title() + ": " + OF_SLICES.title() + " by slice", notes, "queries of", columns, rows);
    }
}
