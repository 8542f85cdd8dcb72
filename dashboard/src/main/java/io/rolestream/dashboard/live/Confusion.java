package io.rolestream.dashboard.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts of the pairs of votes by rules and another labeller in the last minutes. Of many roles, the most frequent are
 * shown, and the others as one, as are roles that the taxonomy lacks. For one thread.
 */
final class Confusion {
    private static final int SLICES = 20;
    private static final Duration SLICE = Duration.ofSeconds(30);
    private static final int MOST_CELLS = 10_000;

    /** A larger matrix is unreadable; the roles with most votes are shown. */
    private static final int MOST_SHOWN = 30;

    /** The roles that are not shown. No role has this name and a vote for it. */
    private static final String OTHERS = "(other roles)";

    private static final Cell SAME_OTHERS = new Cell(OTHERS, OTHERS);
    private static final Cell DIFFERENT_OTHERS = new Cell(OTHERS, OTHERS + " ");

    private final List<String> taxonomy;
    private final String fallback;
    private final SlidingCounts<Cell> cells = new SlidingCounts<>(SLICES, SLICE, MOST_CELLS);

    /**
     * The matrix.
     *
     * @param roles of the columns, and of the rows after the first; the last may stand for all that are not shown
     * @param cells row (0 if the rules abstained), column and count of each cell with a count; different roles that are
     *     not shown have no cell, and are only part of {@code disagreed}
     * @param compared texts on which both voted
     * @param disagreed those on which the labeller and the rules (or the fallback, if they abstained) differ
     */
    record ConfusionPart(List<String> roles, List<int[]> cells, int compared, int disagreed) {}

    Confusion(List<String> taxonomy, String fallback) {
        this.taxonomy = taxonomy;
        this.fallback = fallback;
    }

    void add(Cell cell, long atMillis) {
        cells.add(cell, atMillis, differs(cell) ? DIFFERENT_OTHERS : SAME_OTHERS);
    }

    /** Whether the two votes lead to different roles. */
    boolean differs(Cell cell) {
        return !cell.model().equals(cell.rules().isEmpty() ? fallback : cell.rules());
    }

    ConfusionPart part(long nowMillis) {
        cells.advance(nowMillis);
        List<String> roles = shown();
        Map<String, Integer> index = new HashMap<>();
        roles.forEach(role -> index.put(role, index.size()));
        Integer others = index.get(OTHERS);
        Map<List<Integer>, Integer> counts = new LinkedHashMap<>();
        int compared = 0;
        int disagreed = 0;
        for (Map.Entry<Cell, Integer> entry : cells.totals().entrySet()) {
            Cell cell = entry.getKey();
            compared += entry.getValue();
            disagreed += differs(cell) ? entry.getValue() : 0;
            Integer column = index.getOrDefault(cell.model(), others);
            Integer row = cell.rules().isEmpty() ? Integer.valueOf(-1) : index.getOrDefault(cell.rules(), others);
            if (row == null || column == null) {
                continue;
            }
            boolean areOthers = row.equals(others) && column.equals(others);
            if (!areOthers || !differs(cell)) {
                counts.merge(List.of(row + 1, column), entry.getValue(), Integer::sum);
            }
        }
        List<int[]> listed = new ArrayList<>();
        counts.forEach((at, count) -> listed.add(new int[] {at.get(0), at.get(1), count}));
        return new ConfusionPart(roles, listed, compared, disagreed);
    }

    private List<String> shown() {
        if (taxonomy.size() <= MOST_SHOWN) {
            Set<String> known = Set.copyOf(taxonomy);
            boolean complete = cells.totals().keySet().stream()
                    .allMatch(cell ->
                            known.contains(cell.model()) && (cell.rules().isEmpty() || known.contains(cell.rules())));
            return complete
                    ? taxonomy
                    : Stream.concat(taxonomy.stream(), Stream.of(OTHERS)).toList();
        }
        Map<String, Integer> votes = new HashMap<>();
        cells.totals().forEach((cell, count) -> {
            votes.merge(cell.rules(), count, Integer::sum);
            votes.merge(cell.model(), count, Integer::sum);
        });
        Set<String> commonest = taxonomy.stream()
                .sorted((a, b) -> votes.getOrDefault(b, 0) - votes.getOrDefault(a, 0))
                .limit(MOST_SHOWN)
                .collect(Collectors.toSet());
        return Stream.concat(taxonomy.stream().filter(commonest::contains), Stream.of(OTHERS))
                .toList();
    }
}
