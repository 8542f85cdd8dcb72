package io.rolestream.files.ranking;

import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.ranking.QuerySlice;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The queries that say least: a quarter of them, by words. A new resume or a terse posting gives a matcher little to go
 * by, and a mean over all queries hides how it fares there. A share, and not a number of words, so that the slice has
 * members in any file; its definition names the number.
 */
public final class ColdStart {
    static final String NAME = "cold start";
    private static final int SHARE = 4;

    private ColdStart() {}

    /** @param words of each query */
    public static QuerySlice of(Map<String, Integer> words) {
        int[] sorted =
                words.values().stream().mapToInt(Integer::intValue).sorted().toArray();
        int most = sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / SHARE];
        Set<String> few = new HashSet<>();
        words.forEach((query, count) -> {
            if (count <= most) {
                few.add(query);
            }
        });
        return new QuerySlice(
                NAME,
                "Cold start: the quarter of the queries with the fewest words, which is up to "
                        + Counted.of(most, "word") + " here.",
                few);
    }

    /** Runs of letters and digits. */
    public static int words(String... texts) {
        return (int) Arrays.stream(texts)
                .flatMap(text -> Arrays.stream(text.split("[^\\p{L}\\p{N}+#.]+")))
                .filter(word -> !word.isEmpty())
                .count();
    }
}
