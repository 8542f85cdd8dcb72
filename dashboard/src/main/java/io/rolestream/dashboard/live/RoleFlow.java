package io.rolestream.dashboard.live;

import io.rolestream.events.Decider;
import io.rolestream.rules.role.Taxonomy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts of labels by role and decider in the last minutes. Of many roles, the most frequent have a row each, and the
 * others one together. For one thread.
 */
final class RoleFlow {
    private static final int SLICES = 60;
    private static final Duration SLICE = Duration.ofSeconds(10);

    /** Those of the taxonomy, and some of an earlier one. */
    private static final int MOST_ROLES = Taxonomy.MAX_ROLES + 200;

    private static final int MOST_ROWS = 60;

    private final List<String> taxonomy;
    private final SlidingCounts<String> roles = new SlidingCounts<>(SLICES, SLICE, MOST_ROLES);
    private final SlidingCounts<DecidedRole> deciders = new SlidingCounts<>(SLICES, SLICE, 4 * MOST_ROLES);

    private record DecidedRole(String role, Decider decider) {}

    /** A role's labels; {@code series} counts them by slice, oldest first. */
    record Row(String role, int count, int byRules, int byModel, int byPeople, int[] series) {
        private Row plus(Row other) {
            int[] sum = series.clone();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += other.series[i];
            }
            return new Row(
                    role,
                    count + other.count,
                    byRules + other.byRules,
                    byModel + other.byModel,
                    byPeople + other.byPeople,
                    sum);
        }
    }

    /** The roles of the taxonomy in order, then other roles of labels; a last row may sum those that have none. */
    record RolesPart(long sliceSeconds, int total, List<Row> rows) {}

    RoleFlow(List<String> taxonomy) {
        this.taxonomy = taxonomy;
    }

    void add(String role, Decider decider, long atMillis) {
        roles.add(role, atMillis);
        deciders.add(new DecidedRole(role, decider), atMillis);
    }

    RolesPart part(long nowMillis) {
        roles.advance(nowMillis);
        deciders.advance(nowMillis);
        Set<String> names = new LinkedHashSet<>(taxonomy);
        names.addAll(roles.totals().keySet());
        Set<String> shown = names.size() <= MOST_ROWS
                ? names
                : names.stream()
                        .sorted(Comparator.comparingInt(roles::total).reversed())
                        .limit(MOST_ROWS)
                        .collect(Collectors.toSet());
        List<Row> rows = new ArrayList<>();
        Row others = new Row((names.size() - shown.size()) + " other roles", 0, 0, 0, 0, new int[SLICES]);
        int total = 0;
        for (String name : names) {
            int count = roles.total(name);
            total += count;
            if (shown.contains(name)) {
                rows.add(row(name));
            } else if (count > 0) {
                others = others.plus(row(name));
            }
        }
        if (shown.size() < names.size()) {
            rows.add(others);
        }
        return new RolesPart(SLICE.toSeconds(), total, rows);
    }

    private Row row(String name) {
        return new Row(
                name,
                roles.total(name),
                deciders.total(new DecidedRole(name, Decider.RULE)),
                deciders.total(new DecidedRole(name, Decider.MODEL)),
                deciders.total(new DecidedRole(name, Decider.HUMAN)),
                roles.series(name));
    }
}
