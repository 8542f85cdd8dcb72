package io.rolestream.common.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name closest to an unknown one. */
public final class Nearest {
    /** Longer names are unlikely to be typing errors, and comparing them would take long. */
    private static final int LONGEST = 200;

    private Nearest() {}

    /**
     * The candidate with the smallest edit distance to a name, ignoring case. At most a third of the letters may
     * change, but at least two, or one in names of up to three letters.
     */
    public static Optional<String> to(String name, Collection<String> candidates) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        return candidates.stream()
                .map(candidate -> new Candidate(candidate, distance(name, candidate)))
                .filter(candidate -> candidate.distance <= allowed(candidate.name))
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    /** {@code ; did you mean "X"?} or an empty text. */
    public static String hint(String name, Collection<String> candidates) {
        return to(name, candidates)
                .map(candidate -> "; did you mean " + Quoted.of(candidate) + "?")
                .orElse("");
    }

    private record Candidate(String name, int distance) {}

    private static int allowed(String name) {
        return Math.max(name.length() <= 3 ? 1 : 2, name.length() / 3);
    }

    /**
     * Levenshtein distance in UTF-16 code units, letter case aside; not computed where the lengths alone rule a name
     * out.
     */
    private static int distance(String written, String name) {
        if (Math.abs(written.length() - name.length()) > allowed(name)) {
            return Integer.MAX_VALUE;
        }
        String a = written.toLowerCase(Locale.ROOT);
        String b = name.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
