package io.rolestream.stream.recommending.lists;

import io.rolestream.events.ListDescription;
import io.rolestream.events.Match;
import io.rolestream.events.MatchCause;
import io.rolestream.events.MatchVersions;
import io.rolestream.stream.recommending.book.ListSubject;
import io.rolestream.stream.recommending.index.AsOf;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list that was computed, with all that its event says.
 *
 * @param role of the subject; null if it has no label
 * @param description that was generated for the subject; null for none
 * @param asOf what the index was built of
 * @param openAt when jobs were taken for open or closed
 */
record ComputedList(
        ListSubject subject,
        @Nullable String role,
        List<Match> matches,
        MatchVersions versions,
        MatchCause cause,
        @Nullable ListDescription description,
        AsOf asOf,
        Instant openAt) {}
