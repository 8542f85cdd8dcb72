package io.rolestream.dashboard.matches;

import io.rolestream.dashboard.live.SlidingCounts;
import io.rolestream.dashboard.matches.FeedbackBook.Cell;
import io.rolestream.dashboard.matches.FeedbackBook.Line;
import io.rolestream.dashboard.matches.FeedbackBook.Stage;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.evaluation.significance.Wilson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Shares of what was shown that people opened and applied for, with intervals of 95 %.
 *
 * <p>What is higher in a list is seen more, and so opened more, however good it is. The corrected share compares a
 * version's opened entries with what would be expected at the positions at which they were shown, from the share of all
 * versions at each position (clicks over expected clicks, Zhang and Jones 2007), times the share of all versions. Its
 * interval is Byar's for a Poisson count (Breslow and Day 1987). Intervals take entries for independent of each other;
 * entries of the same list are not entirely.
 */
final class Quality {
    /** The 97.5 % quantile of the normal distribution. */
    private static final double Z = 1.959964;

    private Quality() {}

    /** A count with its share of what was shown. */
    record Share(int count, double share, double lower, double upper) {
        static Share of(int count, int shown) {
            Estimate estimate = Wilson.interval(Math.min(count, shown), shown);
            return new Share(count, estimate.value(), estimate.lower(), estimate.upper());
        }
    }

    /** Counts of entries with something in common. */
    record Row(int shown, Share opened, Share applied, Share hired, Share dismissed) {}

    /** @param corrected the share opened, corrected for position; null with one version, or nothing to compare */
    record VersionRow(String version, Row row, @Nullable Estimate corrected) {}

    /** @param position from 1; 11 for all after the tenth, 0 if it was not reported */
    record PositionRow(int position, Row row) {}

    /** Counts by slice of time, the oldest first. */
    record Series(long sliceSeconds, int[] shown, int[] opened, int[] applied) {}

    /** One direction. */
    record Side(Row all, List<VersionRow> versions, List<PositionRow> positions, Map<String, Series> series) {}

    /** @param withoutShown reports on entries that are not known to have been shown */
    record Part(Side candidates, Side recruiters, long withoutShown) {}

    static Part of(Map<Cell, Integer> cells, SlidingCounts<Line> week, SlidingCounts<Line> hour, long withoutShown) {
        return new Part(side(cells, false, week, hour), side(cells, true, week, hour), withoutShown);
    }

    private static Side side(
            Map<Cell, Integer> all, boolean forRecruiters, SlidingCounts<Line> week, SlidingCounts<Line> hour) {
        Map<Cell, Integer> cells = new LinkedHashMap<>();
        all.forEach((cell, count) -> {
            if (cell.forRecruiters() == forRecruiters) {
                cells.put(cell, count);
            }
        });
        Map<Integer, Row> positions = new TreeMap<>();
        for (int position :
                new TreeSet<>(cells.keySet().stream().map(Cell::position).toList())) {
            positions.put(position, row(cells, cell -> cell.position() == position));
        }
        Row total = row(cells, cell -> true);
        List<VersionRow> versions = versions(cells, positions, total);
        List<PositionRow> rows = new ArrayList<>();
        positions.forEach((position, row) -> rows.add(new PositionRow(position, row)));
        return new Side(
                total,
                versions,
                rows,
                Map.of("hour", series(hour, forRecruiters), "week", series(week, forRecruiters)));
    }

    private static List<VersionRow> versions(Map<Cell, Integer> cells, Map<Integer, Row> positions, Row total) {
        List<String> names =
                cells.keySet().stream().map(Cell::version).distinct().toList();
        List<VersionRow> versions = new ArrayList<>();
        for (String name : names) {
            Row row = row(cells, cell -> cell.version().equals(name));
            double expected = 0;
            for (Map.Entry<Integer, Row> position : positions.entrySet()) {
                int shown = sum(
                        cells,
                        Stage.SHOWN,
                        cell -> cell.version().equals(name) && cell.position() == position.getKey());
                expected += shown * position.getValue().opened().share();
            }
            versions.add(new VersionRow(
                    name,
                    row,
                    names.size() < 2 || expected == 0
                            ? null
                            : corrected(
                                    row.opened().count(),
                                    expected,
                                    total.opened().share())));
        }
        versions.sort(
                Comparator.comparingInt((VersionRow row) -> -row.row().shown()).thenComparing(VersionRow::version));
        return versions;
    }

    /**
     * The share opened, corrected for position.
     *
     * @param opened the number of opened entries
     * @param expected how many would have been opened if each were opened as often as all at its position
     * @param overall the share opened of all
     */
    static Estimate corrected(int opened, double expected, double overall) {
        double lower = opened == 0 ? 0 : opened * Math.pow(1 - 1.0 / (9 * opened) - Z / (3 * Math.sqrt(opened)), 3);
        double more = opened + 1.0;
        double upper = more * Math.pow(1 - 1 / (9 * more) + Z / (3 * Math.sqrt(more)), 3);
        return new Estimate(
                Math.min(1, opened / expected * overall),
                Math.min(1, Math.max(0, lower) / expected * overall),
                Math.min(1, upper / expected * overall));
    }

    private static Row row(Map<Cell, Integer> cells, Predicate<Cell> of) {
        int shown = sum(cells, Stage.SHOWN, of);
        return new Row(
                shown,
                Share.of(sum(cells, Stage.OPENED, of), shown),
                Share.of(sum(cells, Stage.APPLIED, of), shown),
                Share.of(sum(cells, Stage.HIRED, of), shown),
                Share.of(sum(cells, Stage.DISMISSED, of), shown));
    }

    private static int sum(Map<Cell, Integer> cells, Stage stage, Predicate<Cell> of) {
        int sum = 0;
        for (Map.Entry<Cell, Integer> cell : cells.entrySet()) {
            if (cell.getKey().stage() == stage && of.test(cell.getKey())) {
                sum += cell.getValue();
            }
        }
        return sum;
    }

    private static Series series(SlidingCounts<Line> counts, boolean forRecruiters) {
        int[] shown = counts.series(new Line(forRecruiters, Stage.SHOWN));
        return new Series(
                counts.window().toSeconds() / shown.length,
                shown,
                counts.series(new Line(forRecruiters, Stage.OPENED)),
                counts.series(new Line(forRecruiters, Stage.APPLIED)));
    }
}
