package io.rolestream.matching.index;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.terms.TextTerms;
import java.time.Instant;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/**
 * What may be retrieved.
 *
 * @param openAt only jobs that are open at this time; null takes all
 * @param location only profiles with this location, or that are remote; null takes all
 * @param remote only profiles with this value; null takes all
 */
public record MatchFilter(
        @Nullable Instant openAt,
        @Nullable String location,
        @Nullable Boolean remote) {
    private static final MatchFilter NONE = new MatchFilter(null, null, null);

    public static MatchFilter none() {
        return NONE;
    }

    public static MatchFilter openAt(Instant time) {
        return new MatchFilter(time, null, null);
    }

    /** Whether a profile may be retrieved. A location is one that has all words of the filter's. */
    public boolean accepts(Profile profile) {
        boolean isRemote = Boolean.TRUE.equals(profile.remote());
        return (openAt == null || profile.isOpen(openAt))
                && (remote == null || remote.equals(profile.remote()))
                && (location == null || isRemote || isIn(location, profile.location()));
    }

    private static boolean isIn(String place, @Nullable String location) {
        return location != null && new HashSet<>(TextTerms.of(location)).containsAll(TextTerms.of(place));
    }
}
