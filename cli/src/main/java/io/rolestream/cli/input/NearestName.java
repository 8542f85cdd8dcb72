package io.rolestream.cli.input;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the name that a mistyped one was probably meant to be. */
final class NearestName {

    private static final int LONGEST_NAME = 64;

    private NearestName() {}

    /** The nearest of the names by edit distance, or null if none is near. */
    static @Nullable String to(String wanted, Collection<String> names) {
        String goal = Field.normal(wanted);
        String nearest = null;
        int least = Math.max(1, goal.length() / 2) + 1;
        for (String name : names) {
            String candidate = Field.normal(name);
            if (candidate.length() > LONGEST_NAME || goal.length() > LONGEST_NAME) {
                continue;
            }
            boolean contained = !candidate.isEmpty() && (candidate.contains(goal) || goal.contains(candidate));
            int distance = contained ? 1 : distance(goal, candidate);
            if (distance < least) {
                least = distance;
                nearest = name;
            }
        }
        return nearest;
    }

    private static int distance(String one, String other) {
        int[] previous = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] current = new int[other.length() + 1];
            current[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int substituted = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substituted, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
