package io.rolestream.stream.recommending.book;

import io.rolestream.events.MatchCause;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Lists by urgency and due time; each is in it once at most. For one thread. */
final class DueQueue {
    private static final Comparator<BookEntry> BY_TIME =
            Comparator.<BookEntry, Instant>comparing(entry -> entry.at).thenComparingLong(entry -> entry.number);

    private final List<NavigableSet<BookEntry>> due =
            List.of(new TreeSet<>(BY_TIME), new TreeSet<>(BY_TIME), new TreeSet<>(BY_TIME));

    /** The more urgent reason replaces the other; of equally urgent ones, the sooner does. */
    void schedule(BookEntry entry, Instant at, Urgency urgency, MatchCause cause) {
        Urgency before = entry.urgency;
        if (before != null && (urgency.compareTo(before) > 0 || (urgency == before && !at.isBefore(entry.at)))) {
            return;
        }
        unschedule(entry);
        entry.at = at;
        entry.cause = cause;
        entry.urgency = urgency;
        due.get(urgency.ordinal()).add(entry);
    }

    void unschedule(BookEntry entry) {
        if (entry.urgency != null) {
            due.get(entry.urgency.ordinal()).remove(entry);
            entry.urgency = null;
        }
    }

    /** Takes the most urgent entry that is due; null if none is. */
    @Nullable
    BookEntry take(Instant now) {
        for (NavigableSet<BookEntry> entries : due) {
            if (!entries.isEmpty() && !entries.first().at.isAfter(now)) {
                BookEntry entry = entries.first();
                unschedule(entry);
                return entry;
            }
        }
        return null;
    }

    int size(Instant now) {
        return due.stream()
                .mapToInt(entries -> (int) entries.stream()
                        .takeWhile(entry -> !entry.at.isAfter(now))
                        .count())
                .sum();
    }

    /** Since when the entry that is due longest is due, sweeps aside; null if none is. */
    @Nullable
    Instant dueSince(Instant now) {
        return due.subList(0, Urgency.SWEEP.ordinal()).stream()
                .filter(entries -> !entries.isEmpty())
                .map(entries -> entries.first().at)
                .filter(at -> !at.isAfter(now))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** When an entry is due next; {@link Instant#MAX} if none will be. */
    Instant next() {
        return due.stream()
                .filter(entries -> !entries.isEmpty())
                .map(entries -> entries.first().at)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }
}
