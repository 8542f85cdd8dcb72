package io.rolestream.dashboard.live;

import io.rolestream.events.Decider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Counts of labels by role and decider in the last minutes. For one thread. */
final class RoleFlow {
    private static final int SLICES = 60;
    private static final Duration SLICE = Duration.ofSeconds(10);
    private static final int MOST_ROLES = 200;

    private final List<String> taxonomy;
    private final SlidingCounts<String> roles = new SlidingCounts<>(SLICES, SLICE, MOST_ROLES);
    private final SlidingCounts<DecidedRole> deciders = new SlidingCounts<>(SLICES, SLICE, 4 * MOST_ROLES);

    private record DecidedRole(String role, Decider decider) {}

    /** A role's labels; {@code series} counts them by slice, oldest first. */
    record Row(String role, int count, int byRules, int byModel, int byPeople, int[] series) {}

    /** The roles of the taxonomy in order, then other roles of labels. */
    record RolesPart(long windowSeconds, long sliceSeconds, int total, List<Row> rows) {}

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
        Set<String> names =
                new LinkedHashSet<>(taxonomy.size() <= MOST_ROLES ? taxonomy : taxonomy.subList(0, MOST_ROLES));
        names.addAll(roles.totals().keySet());
        List<Row> rows = new ArrayList<>();
        int total = 0;
        for (String name : names) {
            int count = roles.total(name);
            total += count;
            rows.add(new Row(
                    name,
                    count,
                    deciders.total(new DecidedRole(name, Decider.RULE)),
                    deciders.total(new DecidedRole(name, Decider.MODEL)),
                    deciders.total(new DecidedRole(name, Decider.HUMAN)),
                    roles.series(name)));
        }
        return new RolesPart(roles.window().toSeconds(), SLICE.toSeconds(), total, rows);
    }
}
