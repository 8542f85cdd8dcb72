package io.rolestream.files.recommend;

import io.rolestream.matching.ranking.RankedMatch;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is recommended for one row.
 *
 * @param id of the resume, or of the job
 * @param matches the best first; empty if nothing suits, and with an error
 * @param titles of the jobs by id, where they have one
 * @param description that was generated for the resume; null where there is none
 * @param error why the row could not be read; null otherwise
 */
public record Recommendations(
        String id,
        List<RankedMatch> matches,
        Map<String, String> titles,
        @Nullable ShownDescription description,
        @Nullable String error) {
    public Recommendations {
        matches = List.copyOf(matches);
        titles = Map.copyOf(titles);
    }

    /** A row that cannot be read. */
    public static Recommendations failed(String id, String error) {
        return new Recommendations(id, List.of(), Map.of(), null, error);
    }
}
