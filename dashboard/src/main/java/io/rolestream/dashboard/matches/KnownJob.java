package io.rolestream.dashboard.matches;

import io.rolestream.dashboard.records.Place;
import org.jspecify.annotations.Nullable;

/**
 * What the dashboard remembers of a job. Postings are public, so their titles are shown even where texts are not.
 *
 * @param title cut to {@value #MOST_CHARS} characters; empty if the posting has none
 * @param role null until it is labelled
 * @param openUntil milliseconds since 1970; null keeps it open
 * @param place of its record on {@code jobs}; null if only its label is known
 */
public record KnownJob(
        String id,
        String title,
        @Nullable String location,
        @Nullable Boolean remote,
        @Nullable String role,
        @Nullable Long openUntil,
        @Nullable Place place) {
    static final int MOST_CHARS = 160;

    static KnownJob unknown(String id) {
        return new KnownJob(id, "", null, null, null, null, null);
    }

    /** Whether it is open at a time, in milliseconds since 1970. */
    public boolean isOpen(long at) {
        return openUntil == null || at < openUntil;
    }

    KnownJob withRole(@Nullable String labelled) {
        return new KnownJob(id, title, location, remote, labelled, openUntil, place);
    }

    boolean contains(String wanted) {
        return isIn(wanted, title) || isIn(wanted, id) || (role != null && isIn(wanted, role));
    }

    private static boolean isIn(String wanted, String text) {
        for (int at = 0; at + wanted.length() <= text.length(); at++) {
            if (text.regionMatches(true, at, wanted, 0, wanted.length())) {
                return true;
            }
        }
        return false;
    }
}
