package io.rolestream.dashboard.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts of the pairs of votes by rules and another labeller in the last minutes. For one thread. */
final class Confusion {
    private static final int SLICES = 20;
    private static final Duration SLICE = Duration.ofSeconds(30);
    private static final int MOST_CELLS = 4_000;

    /** A larger matrix is unreadable; the roles with most votes are shown. */
    private static final int MOST_SHOWN = 30;

    private final List<String> taxonomy;
    private final String fallback;
    private final SlidingCounts<Cell> cells = new SlidingCounts<>(SLICES, SLICE, MOST_CELLS);

    /**
     * The matrix.
     *
     * @param roles of the columns, and of the rows after the first
     * @param cells row (0 if the rules abstained), column and count of each cell with a count
     * @param compared texts on which both voted
     * @param disagreed those on which the labeller and the rules (or the fallback, if they abstained) differ
     */
    record ConfusionPart(long windowSeconds, List<String> roles, List<int[]> cells, int compared, int disagreed) {}

    Confusion(List<String> taxonomy, String fallback) {
        this.taxonomy = taxonomy;
        this.fallback = fallback;
    }

    void add(Cell cell, long atMillis) {
        cells.add(cell, atMillis);
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
        List<int[]> counts = new ArrayList<>();
        int compared = 0;
        int disagreed = 0;
        for (Map.Entry<Cell, Integer> entry : cells.totals().entrySet()) {
            Cell cell = entry.getKey();
            compared += entry.getValue();
            disagreed += differs(cell) ? entry.getValue() : 0;
            Integer column = index.get(cell.model());
            Integer row = cell.rules().isEmpty() ? Integer.valueOf(-1) : index.get(cell.rules());
            if (row != null && column != null) {
                counts.add(new int[] {row + 1, column, entry.getValue()});
            }
        }
        return new ConfusionPart(cells.window().toSeconds(), roles, counts, compared, disagreed);
    }

    private List<String> shown() {
        if (taxonomy.size() <= MOST_SHOWN) {
            return taxonomy;
        }
        Map<String, Integer> votes = new HashMap<>();
        cells.totals().forEach((cell, count) -> {
            votes.merge(cell.rules(), count, Integer::sum);
            votes.merge(cell.model(), count, Integer::sum);
        });
        List<String> commonest = taxonomy.stream()
                .sorted((a, b) -> votes.getOrDefault(b, 0) - votes.getOrDefault(a, 0))
                .limit(MOST_SHOWN)
                .toList();
        return taxonomy.stream().filter(commonest::contains).toList();
    }
}
