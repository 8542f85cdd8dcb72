package io.rolestream.dashboard.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The newest disagreements for each pair of roles. For one thread. */
final class RecentCases {
    private static final int MOST_KINDS = 400;
    private static final int OF_EACH = 10;

    private final Map<Cell, Deque<Case>> byCell = new LinkedHashMap<>(16, 0.75f, true);

    void add(Case disagreement) {
        Deque<Case> cases = byCell.computeIfAbsent(disagreement.cell(), cell -> new ArrayDeque<>());
        cases.removeIf(former -> former.resumeId().equals(disagreement.resumeId()));
        cases.addFirst(disagreement);
        if (cases.size() > OF_EACH) {
            cases.removeLast();
        }
        if (byCell.size() > MOST_KINDS) {
            byCell.remove(byCell.keySet().iterator().next());
        }
    }

    /** Removes a deleted resume, whose text must not stay. */
    void remove(String resumeId) {
        byCell.values()
                .forEach(cases -> cases.removeIf(known -> known.resumeId().equals(resumeId)));
    }

    /** Newest first. */
    List<Case> of(Cell cell) {
        Deque<Case> cases = byCell.get(cell);
        return cases == null ? List.of() : new ArrayList<>(cases);
    }
}
