package io.rolestream.system.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the checker counted, and what is wrong, by kind. */
final class CampaignFindings {
    private static final int SHOWN = 10;

    /** What can be wrong. */
    enum Kind {
        /** Something that must be there is not. */
        LOST,
        /** Something is there twice. */
        DUPLICATED,
        /** A label is not in the order of its resume's records or revisions. */
        REORDERED,
        /** Nothing calls for it, or it cannot be read. */
        UNEXPECTED,
        /** A transaction is open, so that readers of committed records wait. */
        UNCOMMITTED
    }

    private final Map<Kind, List<String>> faults = new TreeMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    void found(Kind kind, String what) {
        faults.computeIfAbsent(kind, any -> new ArrayList<>()).add(what);
    }

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    int countOf(String what) {
        return counts.getOrDefault(what, 0);
    }

    List<String> of(Kind kind) {
        return faults.getOrDefault(kind, List.of());
    }

    boolean isClean() {
        return faults.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("counted ").append(counts);
        faults.forEach((kind, all) -> text.append("\n  ")
                .append(all.size())
                .append(' ')
                .append(kind)
                .append(":\n    ")
                .append(String.join("\n    ", all.stream().limit(SHOWN).toList())));
        return text.toString();
    }
}
