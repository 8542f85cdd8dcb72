package io.rolestream.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that was probably meant. */
public final class Nearest {
    /** Longer names are no slips of the pen, and comparing them would take long. */
    private static final int LONGEST = 200;

    private Nearest() {}

    /**
     * The candidate with the smallest edit distance to a name, if at most a third of the name's letters (but at least
     * two) have to change.
     */
    public static Optional<String> to(String name, Collection<String> candidates) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        int limit = Math.max(2, name.length() / 3);
        return candidates.stream()
                .filter(candidate -> Math.abs(candidate.length() - name.length()) <= limit)
                .min(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(candidate -> distance(name, candidate) <= limit);
    }

    /** {@code "; did you mean X?"} or an empty text. */
    public static String hint(String name, Collection<String> candidates) {
        return to(name, candidates)
                .map(candidate -> "; did you mean " + candidate + "?")
                .orElse("");
    }

    /** Levenshtein distance, in characters. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
