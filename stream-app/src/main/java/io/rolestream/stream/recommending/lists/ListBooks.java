package io.rolestream.stream.recommending.lists;

import io.rolestream.events.MatchCause;
import io.rolestream.matching.index.Hit;
import io.rolestream.matching.index.Hits;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.Side;
import io.rolestream.stream.recommending.book.DueList;
import io.rolestream.stream.recommending.book.ListKey;
import io.rolestream.stream.recommending.book.ListSubject;
import io.rolestream.stream.recommending.book.RecommendationBook;
import io.rolestream.stream.recommending.book.StandingList;
import io.rolestream.stream.recommending.index.IndexChange;
import io.rolestream.stream.recommending.index.IndexChange.Kind;
import io.rolestream.stream.recommending.index.IndexedTexts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The books of both directions over one index: turns changes of the index into lists that are due. For one thread. */
final class ListBooks {
    /** Of more changes at once, each is no longer looked for on the other side: every list of that is due. */
    private static final int SEARCHES = 100;

    private static final Duration ALL_EVERY = Duration.ofSeconds(2);

    private final ListSettings settings;
    private final IndexedTexts index;
    private final ListTraces traces;
    private final Map<Side, RecommendationBook> books = new EnumMap<>(Side.class);
    private final Set<Side> reachesAll = EnumSet.noneOf(Side.class);
    private Instant nextReachAll = Instant.EPOCH;
    private String versions;

    ListBooks(ListSettings settings, IndexedTexts index, ListTraces traces) {
        this.settings = settings;
        this.index = index;
        this.traces = traces;
        for (Side side : Side.values()) {
            books.put(side, new RecommendationBook(settings.due(), (id, at) -> index.isOpen(side.other(), id, at)));
        }
        this.versions = currentVersions();
    }

    private String currentVersions() {
        return ListTexts.versions(Ranking.versions(index));
    }

    /** The same partitions over another index, whose lists are all looked at again. */
    ListBooks over(IndexedTexts another, Instant now) {
        ListBooks next = new ListBooks(settings, another, traces);
        books.forEach((side, book) ->
                book.owned().forEach(partition -> next.assign(side, partition, book.standing(partition), now)));
        return next;
    }

    void assign(Side side, int partition, Map<String, StandingList> lists, Instant now) {
        book(side).assign(partition, lists, index.subjects(side, partition), versions, now);
    }

    void revoke(Side side, int partition) {
        book(side).revoke(partition);
        traces.revoked(side, partition);
    }

    RecommendationBook book(Side side) {
        return Objects.requireNonNull(books.get(side));
    }

    /** Notes what has changed. */
    void apply(List<IndexChange> changes, Instant now) {
        List<IndexChange> reaching = new ArrayList<>();
        for (IndexChange change : changes) {
            apply(change, now);
            if (change.kind() == Kind.ADDED || change.kind() == Kind.CHANGED) {
                reaching.add(change);
            }
        }
        for (Side side : Side.values()) {
            List<IndexChange> ofSide =
                    reaching.stream().filter(change -> change.side() == side).toList();
            if (ofSide.size() > SEARCHES) {
                reachesAll.add(side.other());
            } else if (!book(side.other()).owned().isEmpty()) {
                ofSide.forEach(change -> reach(change, now));
            }
        }
        reachAll(now);
        String labelled = currentVersions(); // a label that only names other versions is no change of the index
        if (!labelled.equals(versions)) {
            versions = labelled;
            books.values().forEach(book -> book.versionsChanged(now));
        }
    }

    private void apply(IndexChange change, Instant now) {
        RecommendationBook own = book(change.side());
        RecommendationBook others = book(change.side().other());
        ListSubject subject = index.subject(change.side(), change.id());
        if (subject != null && subject.key().partition() == change.partition()) {
            if (own.put(subject, now)) {
                traces.changed(change.side(), subject.key(), change.trigger());
            } else if (!own.isTriggered(subject.key())) {
                traces.settled(change.side(), subject.key());
            }
        } else {
            ListKey key = new ListKey(change.partition(), change.id());
            own.remove(key, now);
            traces.settled(change.side(), key);
        }
        if (change.kind() == Kind.GONE) {
            others.otherGone(change.id(), now);
        } else if (change.kind() == Kind.CHANGED) {
            others.otherChanged(change.id(), now);
        }
    }

    /** Looks for what a new or changed text suits: those lists are due. */
    private void reach(IndexChange change, Instant now) {
        Profile profile = index.profile(change.side(), change.id());
        if (profile == null || !profile.isOpen(now)) {
            return;
        }
        Side other = change.side().other();
        MatchFilter filter = other == Side.JOB ? MatchFilter.openAt(now) : MatchFilter.none();
        Hits hits = index.index(other).search(profile, settings.reach(), filter);
        Set<Integer> owned = book(other).owned();
        Set<ListKey> lists = new HashSet<>();
        Stream.concat(hits.bm25().stream(), hits.dense().stream()).map(Hit::id).forEach(id -> {
            ListKey key = index.key(other, id);
            if (key != null && owned.contains(key.partition())) {
                lists.add(key);
            }
        });
        book(other).reached(lists, cause(change), now);
        traces.reached(other, lists, change.trigger());
    }

    private static MatchCause cause(IndexChange change) {
        return change.kind() == Kind.ADDED ? MatchCause.OTHER_ADDED : MatchCause.OTHER_CHANGED;
    }

    private void reachAll(Instant now) {
        if (!reachesAll.isEmpty() && !now.isBefore(nextReachAll)) {
            reachesAll.forEach(side -> book(side).reachedAll(MatchCause.OTHER_ADDED, now));
            reachesAll.clear();
            nextReachAll = now.plus(ALL_EVERY);
        }
    }

    List<DueList> take(Side side, Instant now, int most) {
        return book(side).take(now, most);
    }

    /** When a list may be due next. */
    Instant next() {
        Instant next = reachesAll.isEmpty() ? Instant.MAX : nextReachAll;
        for (RecommendationBook book : books.values()) {
            next = book.next().isBefore(next) ? book.next() : next;
        }
        return next;
    }
}
