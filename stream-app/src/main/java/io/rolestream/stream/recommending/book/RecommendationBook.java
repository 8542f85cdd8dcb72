package io.rolestream.stream.recommending.book;

import io.rolestream.events.MatchCause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides which lists are due, for one direction: jobs for resumes, or resumes for jobs.
 *
 * <p><b>The problem.</b> A list depends on its subject (the resume), on the subject's label, on every text of the other
 * side (the jobs), on the clock and on versions. Computing all lists after every change is too much work; computing
 * only those that are known to change misses some.
 *
 * <p><b>The rule.</b> Each owned list has at most one due time, with the most urgent reason that has come up since it
 * was computed. Whatever happens only moves that time forward, so that a burst of changes leads to one computation
 * ({@link Urgency}). When a list has been computed, it is due again after the sweep interval: what no trigger found is
 * found then.
 *
 * <p><b>The topic is the state.</b> Of each list the book knows what stands in its topic ({@link StandingList}). A list
 * is written only if it differs from that, with the next revision; so computing a list twice, or on two instances one
 * after the other, writes it once. The book holds owned partitions only.
 *
 * <p>For one thread. Nothing here reads the clock.
 */
public final class RecommendationBook {
    private final BookSettings settings;
    private final BiPredicate<String, Instant> others;
    private final Set<Integer> owned = new HashSet<>();
    private final Map<ListKey, BookEntry> entries = new HashMap<>();
    /** The lists in which each of the other side stands. */
    private final Map<String, Set<BookEntry>> listing = new HashMap<>();

    private final DueQueue due = new DueQueue();
    /** Open jobs that close, by when. */
    private final NavigableSet<Closing> closings = new TreeSet<>();

    private long numbers;

    private record Closing(Instant at, ListKey key) implements Comparable<Closing> {
        private static final Comparator<Closing> ORDER = Comparator.comparing(Closing::at)
                .thenComparing(closing -> closing.key().id())
                .thenComparing(closing -> closing.key().partition());

        @Override
        public int compareTo(Closing other) {
            return ORDER.compare(this, other);
        }
    }

    /** @param others whether something of the other side may stand in a list at a time: it is indexed, and open */
    public RecommendationBook(BookSettings settings, BiPredicate<String, Instant> others) {
        this.settings = settings;
        this.others = others;
    }

    /**
     * A partition is owned from now on. All its lists are looked at: at once where something is missing or differs, in
     * the background otherwise.
     *
     * @param lists what stands in the topic
     * @param subjects of this partition
     * @param versions that lists are computed with now
     */
    public void assign(
            int partition,
            Map<String, StandingList> lists,
            Collection<ListSubject> subjects,
            String versions,
            Instant now) {
        owned.add(partition);
        lists.forEach((id, list) -> stand(entry(new ListKey(partition, id)), list));
        subjects.forEach(subject -> take(subject, now));
        for (String id : lists.keySet()) {
            BookEntry entry = entry(new ListKey(partition, id));
            StandingList list = entry.standing;
            if (list == null) {
                continue;
            }
            if (entry.subject == null) {
                due.schedule(entry, now, Urgency.NOW, MatchCause.CHANGED);
            } else if (!list.ids().stream().allMatch(other -> others.test(other, now))) {
                due.schedule(entry, now, Urgency.NOW, MatchCause.OTHER_GONE);
            } else {
                due.schedule(
                        entry,
                        now,
                        Urgency.SWEEP,
                        list.versions().equals(versions) ? MatchCause.OTHER_CHANGED : MatchCause.VERSION);
            }
        }
    }

    /** A partition has another owner from now on. */
    public void revoke(int partition) {
        owned.remove(partition);
        entries.values().removeIf(entry -> {
            if (entry.key.partition() != partition) {
                return false;
            }
            due.unschedule(entry);
            stand(entry, null);
            return true;
        });
        closings.removeIf(closing -> closing.key().partition() == partition);
    }

    /** What stands in an owned partition, by id. */
    public Map<String, StandingList> standing(int partition) {
        Map<String, StandingList> lists = new HashMap<>();
        entries.forEach((key, entry) -> {
            if (key.partition() == partition && entry.standing != null) {
                lists.put(key.id(), entry.standing);
            }
        });
        return lists;
    }

    public Set<Integer> owned() {
        return Set.copyOf(owned);
    }

    /**
     * A subject is new, has changed, or got a label.
     *
     * @return whether its list is due for that
     */
    public boolean put(ListSubject subject, Instant now) {
        return owned.contains(subject.key().partition()) && take(subject, now);
    }

    private boolean take(ListSubject subject, Instant now) {
        BookEntry entry = entry(subject.key());
        forgetClosing(entry);
        entry.subject = subject;
        boolean waited = entry.urgency == Urgency.NOW && entry.cause != MatchCause.OTHER_GONE;
        if (waited) {
            due.unschedule(entry); // it waited for what belongs to an earlier content
        }
        if (subject.openUntil() != null) {
            closings.add(new Closing(subject.openUntil(), subject.key()));
        }
        StandingList list = entry.standing;
        if (!subject.isOpen(now)) {
            due.schedule(entry, now, Urgency.NOW, MatchCause.CHANGED);
        } else if (list == null) {
            due.schedule(entry, ready(subject, now), Urgency.NOW, MatchCause.NEW);
        } else if (!list.contentHash().equals(subject.contentHash())) {
            due.schedule(entry, ready(subject, now), Urgency.NOW, MatchCause.CHANGED);
        } else if (list.labelRevision() != subject.labelRevision()) {
            due.schedule(entry, now, Urgency.NOW, MatchCause.LABELLED);
        } else if (!list.description().equals(subject.description())) {
            due.schedule(entry, now, Urgency.NOW, MatchCause.DESCRIBED);
        } else {
            if (waited) {
                due.schedule(entry, now, Urgency.SWEEP, MatchCause.OTHER_CHANGED); // the sweep had been replaced
            }
            return false;
        }
        return true;
    }

    /** Whether a list is due, at any time, for another reason than the sweep. */
    public boolean isTriggered(ListKey key) {
        BookEntry entry = entries.get(key);
        return entry != null && entry.urgency != null && entry.urgency != Urgency.SWEEP;
    }

    /** When a subject is matched: at once, or when its label and its description should have come. */
    private Instant ready(ListSubject subject, Instant now) {
        Instant since = subject.since().isBefore(now) ? subject.since() : now; // the brokers' clocks may be ahead
        Instant labelled = subject.awaitsLabel() ? since.plus(settings.labelWait()) : now;
        Instant described = subject.awaitsDescription() ? since.plus(settings.descriptionWait()) : now;
        Instant ready = labelled.isAfter(described) ? labelled : described;
        return ready.isBefore(now) ? now : ready;
    }

    /** A subject is gone. */
    public void remove(ListKey key, Instant now) {
        BookEntry entry = entries.get(key);
        if (entry != null) {
            forgetClosing(entry);
            entry.subject = null;
            if (entry.standing == null) {
                due.unschedule(entry);
                entries.remove(key);
            } else {
                due.schedule(entry, now, Urgency.NOW, MatchCause.CHANGED);
            }
        }
    }

    private void forgetClosing(BookEntry entry) {
        if (entry.subject != null && entry.subject.openUntil() != null) {
            closings.remove(new Closing(entry.subject.openUntil(), entry.key));
        }
    }

    /** Something of the other side can stand in no list any more: it was deleted, or has closed. */
    public void otherGone(String id, Instant now) {
        listing(id).forEach(entry -> due.schedule(entry, now, Urgency.NOW, MatchCause.OTHER_GONE));
    }

    /** Something of the other side has changed: the lists that show it are due. */
    public void otherChanged(String id, Instant now) {
        listing(id).forEach(entry -> scheduleSoon(entry, now, MatchCause.OTHER_CHANGED));
    }

    private Set<BookEntry> listing(String id) {
        return listing.getOrDefault(id, Set.of());
    }

    /** Something of the other side, new or changed, may belong into the lists of these subjects. */
    public void reached(Collection<ListKey> subjects, MatchCause cause, Instant now) {
        for (ListKey key : subjects) {
            BookEntry entry = entries.get(key);
            if (entry != null && entry.subject != null) {
                scheduleSoon(entry, now, cause);
            }
        }
    }

    /** So much of the other side has changed that every list may be concerned. */
    public void reachedAll(MatchCause cause, Instant now) {
        entries.values().stream()
                .filter(entry -> entry.subject != null)
                .toList()
                .forEach(entry -> scheduleSoon(entry, now, cause));
    }

    /** Versions have changed: all lists are looked at in the background. */
    public void versionsChanged(Instant now) {
        List.copyOf(entries.values()).forEach(entry -> due.schedule(entry, now, Urgency.SWEEP, MatchCause.VERSION));
    }

    private void scheduleSoon(BookEntry entry, Instant now, MatchCause cause) {
        Instant earliest = entry.computed.plus(settings.refreshInterval());
        due.schedule(entry, earliest.isBefore(now) ? now : earliest, Urgency.SOON, cause);
    }

    /**
     * Takes lists that are due, the most urgent first. Each must be {@linkplain #settle settled}, or the partition
     * assigned again.
     */
    public List<DueList> take(Instant now, int most) {
        close(now);
        List<DueList> taken = new ArrayList<>();
        BookEntry entry = most > 0 ? due.take(now) : null;
        while (entry != null) {
            ListSubject subject = entry.subject;
            boolean open = subject != null && subject.isOpen(now);
            taken.add(new DueList(entry.key, open ? subject : null, entry.cause, entry.at));
            entry = taken.size() < most ? due.take(now) : null;
        }
        return taken;
    }

    /** Jobs close: their own lists are due. */
    private void close(Instant now) {
        while (!closings.isEmpty() && !closings.first().at().isAfter(now)) {
            BookEntry entry = entries.get(closings.pollFirst().key());
            if (entry != null) {
                due.schedule(entry, now, Urgency.NOW, MatchCause.CHANGED);
            }
        }
    }

    /**
     * Compares what was computed with what stands.
     *
     * @param computed its revision does not count
     * @return the revision to write it with; empty if it stands already
     */
    public OptionalInt settle(DueList list, StandingList computed, Instant now) {
        BookEntry entry = entries.get(list.key());
        if (entry == null) {
            return OptionalInt.empty(); // no longer owned
        }
        computed(entry, now);
        StandingList before = entry.standing;
        if (before != null && before.says(computed)) {
            entry.standing = computed.withRevision(before.revision());
            return OptionalInt.empty();
        }
        int revision = before == null ? 1 : before.revision() + 1;
        stand(entry, computed.withRevision(revision));
        return OptionalInt.of(revision);
    }

    private void computed(BookEntry entry, Instant now) {
        entry.computed = now;
        due.schedule(entry, now.plus(settings.sweepInterval()), Urgency.SWEEP, MatchCause.OTHER_CHANGED);
    }

    /** A due list could not be computed: what stands is left, until something else makes it due. */
    public void settleFailed(DueList list, Instant now) {
        BookEntry entry = entries.get(list.key());
        if (entry != null) {
            computed(entry, now);
        }
    }

    /**
     * The subject of a due list is gone or closed.
     *
     * @return whether a null value is to be written
     */
    public boolean settleGone(DueList list) {
        BookEntry entry = entries.get(list.key());
        if (entry == null) {
            return false;
        }
        boolean stood = entry.standing != null;
        stand(entry, null);
        if (entry.subject == null) {
            entries.remove(entry.key);
        }
        return stood;
    }

    private void stand(BookEntry entry, @Nullable StandingList list) {
        if (entry.standing != null) {
            for (String id : entry.standing.ids()) {
                Set<BookEntry> showing = listing.get(id);
                if (showing != null && showing.remove(entry) && showing.isEmpty()) {
                    listing.remove(id);
                }
            }
        }
        entry.standing = list;
        if (list != null) {
            list.ids()
                    .forEach(id -> listing.computeIfAbsent(id, other -> new HashSet<>())
                            .add(entry));
        }
    }

    private BookEntry entry(ListKey key) {
        return entries.computeIfAbsent(key, missing -> new BookEntry(missing, numbers++));
    }

    /** How many lists are due at a time and not taken. */
    public int due(Instant now) {
        return due.size(now);
    }

    /** Since when the list that is due longest is due; null if none is. The sweep does not count. */
    public @Nullable Instant dueSince(Instant now) {
        return due.dueSince(now);
    }

    /** When something may be due next; {@link Instant#MAX} if nothing will be by itself. */
    public Instant next() {
        Instant closing = closings.isEmpty() ? Instant.MAX : closings.first().at();
        return due.next().isBefore(closing) ? due.next() : closing;
    }

    /** The number of owned lists that stand. */
    public int lists() {
        return (int) entries.values().stream()
                .filter(entry -> entry.standing != null)
                .count();
    }
}
