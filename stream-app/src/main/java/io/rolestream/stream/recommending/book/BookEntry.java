package io.rolestream.stream.recommending.book;

import io.rolestream.events.MatchCause;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a {@link RecommendationBook} knows of a list. */
final class BookEntry {
    final ListKey key;
    /** Tells entries apart that are due at the same time. */
    final long number;

    @Nullable
    ListSubject subject;

    @Nullable
    StandingList standing;

    Instant computed = Instant.EPOCH;

    /** When it is due, if it is. */
    Instant at = Instant.EPOCH;

    MatchCause cause = MatchCause.UNKNOWN;

    /** Null while it is not due at any time. */
    @Nullable
    Urgency urgency;

    BookEntry(ListKey key, long number) {
        this.key = key;
        this.number = number;
    }
}
