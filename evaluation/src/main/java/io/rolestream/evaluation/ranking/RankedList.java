package io.rolestream.evaluation.ranking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a system retrieved for one query, in the order in which trec_eval judges it: by score, as a 32-bit number, the
 * highest first; equal scores by id, the last first, compared by code points (the bytes of UTF-8). Ranks that a file
 * states do not count.
 */
public final class RankedList {
    private static final Comparator<Entry> TREC_ORDER = Comparator.comparingDouble((Entry entry) -> -entry.score)
            .thenComparing((a, b) -> compareCodePoints(b.id, a.id));

    private final List<Entry> entries;

    /** @param score any number but NaN */
    public record Entry(String id, float score) {
        public Entry {
            if (Float.isNaN(score)) {
                throw new IllegalArgumentException("the score of " + id + " is not a number");
            }
            score += 0f; // 0 instead of -0, which C takes for equal and Java's comparisons do not
        }
    }

    private RankedList(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Sorts what was retrieved.
     *
     * @throws IllegalArgumentException if an id is there twice
     */
    public static RankedList of(List<Entry> retrieved) {
        Set<String> ids = new HashSet<>();
        for (Entry entry : retrieved) {
            if (!ids.add(entry.id)) {
                throw new IllegalArgumentException(entry.id + " was retrieved twice");
            }
        }
        List<Entry> sorted = new ArrayList<>(retrieved);
        sorted.sort(TREC_ORDER);
        return new RankedList(sorted);
    }

    /**
     * Keeps an order that was decided already, the best first. A score that would not put its entry after the one
     * before is replaced by the next lower number, so that trec_eval reads the same order from a file.
     */
    public static RankedList ofOrder(List<Entry> ordered) {
        List<Entry> falling = new ArrayList<>();
        float last = Float.POSITIVE_INFINITY;
        for (Entry entry : ordered) {
            float score = entry.score < last || falling.isEmpty() ? entry.score : Math.nextDown(last);
            falling.add(new Entry(entry.id, score));
            last = score;
        }
        return of(falling);
    }

    public List<Entry> entries() {
        return entries;
    }

    public int size() {
        return entries.size();
    }

    /** As C's {@code strcmp} compares UTF-8; {@link String#compareTo} differs above U+FFFF. */
    static int compareCodePoints(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean surrogates = Character.isSurrogate(x) || Character.isSurrogate(y);
                return surrogates && Character.isSurrogate(x) != Character.isSurrogate(y)
                        ? Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y))
                        : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
