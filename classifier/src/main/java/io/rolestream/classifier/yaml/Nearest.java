package io.rolestream.classifier.yaml;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what someone probably meant to write. */
public final class Nearest {
    private static final int LONGEST = 100;

    private Nearest() {}

    /** {@code ; did you mean "x"?} with the nearest of the names, or nothing where none is near. */
    public static String hint(String written, Collection<String> names) {
        String nearest = find(written, names);
        return nearest == null ? "" : "; did you mean " + Problems.quote(nearest) + "?";
    }

    /** The name with the smallest edit distance, letter case aside, if that is at most a third of its length (or 1). */
    public static @Nullable String find(String written, Collection<String> names) {
        String from = written.toLowerCase(Locale.ROOT);
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String name : names) {
            int allowed = Math.max(1, name.length() / 3);
            if (from.length() > LONGEST || Math.abs(from.length() - name.length()) > allowed) {
                continue;
            }
            int distance = distance(from, name.toLowerCase(Locale.ROOT));
            if (distance <= allowed && distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return best;
    }

    /** Levenshtein distance in UTF-16 code units. */
    private static int distance(String a, String b) {
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
