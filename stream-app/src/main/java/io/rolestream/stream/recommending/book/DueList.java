package io.rolestream.stream.recommending.book;

import io.rolestream.events.MatchCause;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A list that is to be computed now.
 *
 * @param subject what it is for; null if that is gone, or closed, and the list is to be deleted
 * @param cause why it is due
 * @param due since when
 */
public record DueList(ListKey key, @Nullable ListSubject subject, MatchCause cause, Instant due) {}
