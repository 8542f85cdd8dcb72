package io.rolestream.stream.recommending.index;

import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import io.rolestream.stream.recommending.book.ListKey;
import io.rolestream.stream.recommending.book.ListSubject;
import io.rolestream.stream.recommending.index.IndexChange.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One side's texts and labels, as they were read, and the index of those that are labelled.
 *
 * <p><b>The rule.</b> The index holds the latest text of each id whose latest label is of that very content, with that
 * label. So it depends on what was read of two topics, not on the order in which they were read, and a list that names
 * the offsets up to which both had been read can be recomputed. A changed text is found again once it is labelled.
 *
 * <p>For one thread, except that any may search the index.
 */
final class SideTable {
    /** A label whose text is not known is kept this long, in case it was read before its text. */
    private static final Duration LONELY_LABELS = Duration.ofHours(1);

    private final Side side;
    private final MatchIndex index;
    private final Map<String, Entry> entries = new HashMap<>();
    /** By the place of what they label, see {@link #labelled}. */
    private final Map<ListKey, KnownLabel> labels;
    /** What was put into the index since it was refreshed: it can't be asked for that yet. */
    private final Map<String, Profile> unseen = new HashMap<>();

    private final NavigableSet<Closing> closings = new TreeSet<>();
    private final Map<String, Integer> labelledBy = new TreeMap<>();
    private boolean changed;

    private static final class Entry {
        private Origin origin;
        private String labelledHash;
        private String contentHash;
        private RoleBelief own;
        private @Nullable Instant openUntil;
        /** The latest text, while its label is not known. */
        private @Nullable Profile waiting;

        private @Nullable KnownLabel label;
        private boolean indexed;
        private boolean wasIndexed;

        Entry(Origin origin, String labelledHash, Profile profile) {
            this.origin = origin;
            this.labelledHash = labelledHash;
            this.contentHash = profile.contentHash();
            this.own = profile.roles();
            this.openUntil = profile.openUntil();
        }

        Entry(TableFile.Text text) {
            this.origin = text.origin();
            this.labelledHash = text.labelledHash();
            this.contentHash = text.contentHash();
            this.own = text.own();
            this.openUntil = text.openUntil();
            this.waiting = text.waiting();
            this.label = text.label();
            this.indexed = text.waiting() == null;
            this.wasIndexed = text.wasIndexed();
        }

        TableFile.Text text(String id) {
            return new TableFile.Text(
                    id, origin, labelledHash, contentHash, own, openUntil, waiting, label, wasIndexed);
        }
    }

    private record Closing(Instant at, String id) implements Comparable<Closing> {
        private static final Comparator<Closing> ORDER =
                Comparator.comparing(Closing::at).thenComparing(Closing::id);

        @Override
        public int compareTo(Closing other) {
            return ORDER.compare(this, other);
        }
    }

    SideTable(Side side, MatchIndex index) {
        this(side, index, TableFile.State.EMPTY);
    }

    /** @param stored together with the index */
    SideTable(Side side, MatchIndex index, TableFile.State stored) {
        this.side = side;
        this.index = index;
        this.labels = new HashMap<>(stored.labels());
        stored.texts().forEach(this::restore);
    }

    private void restore(TableFile.Text text) {
        Entry entry = new Entry(text);
        entries.put(text.id(), entry);
        count(entry.label, 1);
        if (entry.openUntil != null) {
            closings.add(new Closing(entry.openUntil, text.id()));
        }
    }

    /** What is to be stored with the index. */
    TableFile.State state() {
        List<TableFile.Text> texts = new ArrayList<>(entries.size());
        entries.forEach((id, entry) -> texts.add(entry.text(id)));
        return new TableFile.State(texts, Collections.unmodifiableMap(labels));
    }

    MatchIndex index() {
        return index;
    }

    /**
     * Takes a text.
     *
     * @param labelledHash the content hash that its label names
     * @param profile with what the matcher itself believes of its role
     */
    void text(String id, Origin origin, String labelledHash, Profile profile, List<IndexChange> changes) {
        Entry entry = entries.get(id);
        if (entry == null) {
            entry = new Entry(origin, labelledHash, profile);
            entries.put(id, entry);
        } else if (!origin.overrides(entry.origin)) {
            return;
        } else {
            if (entry.origin.partition() != origin.partition()) {
                changes.add(new IndexChange(side, id, entry.origin.partition(), Kind.GONE));
            }
            forgetClosing(id, entry);
            entry.origin = origin;
            entry.labelledHash = labelledHash;
            entry.contentHash = profile.contentHash();
            entry.own = profile.roles();
            entry.openUntil = profile.openUntil();
        }
        if (entry.openUntil != null) {
            closings.add(new Closing(entry.openUntil, id));
        }
        KnownLabel label = labels.get(labelled(id, origin.partition()));
        if (label != null && label.contentHash().equals(labelledHash)) {
            index(id, entry, profile, label, changes);
        } else {
            await(id, entry, profile);
            changes.add(new IndexChange(side, id, origin.partition(), Kind.WAITS));
        }
    }

    /** Takes a text out of the index until its label comes. */
    private void await(String id, Entry entry, Profile profile) {
        entry.waiting = profile.withRoles(entry.own);
        count(entry.label, -1);
        entry.label = null;
        if (entry.indexed) {
            index.remove(id);
            unseen.remove(id);
            entry.indexed = false;
            entry.wasIndexed = true;
            changed = true;
        }
    }

    private void index(String id, Entry entry, Profile profile, KnownLabel label, List<IndexChange> changes) {
        boolean before = entry.indexed || entry.wasIndexed;
        put(profile.withRoles(label.beside(entry.own)));
        count(entry.label, -1);
        count(label, 1);
        entry.label = label;
        entry.waiting = null;
        entry.indexed = true;
        changes.add(new IndexChange(side, id, entry.origin.partition(), before ? Kind.CHANGED : Kind.ADDED));
    }

    private void put(Profile profile) {
        index.put(profile);
        unseen.put(profile.id(), profile);
        changed = true;
    }

    private @Nullable Profile indexed(String id) {
        Profile put = unseen.get(id);
        return put == null ? index.get(id) : put;
    }

    /**
     * What a label of a partition is about. Labels of jobs lie in the partition of their job, so an id that is in two
     * partitions has two. Those of resumes lie where their key belongs, whichever partition the resume is in.
     */
    private ListKey labelled(String id, int partition) {
        return new ListKey(side == Side.JOB ? partition : 0, id);
    }

    /** Takes a label of a partition; null if it was deleted. */
    void label(String id, int partition, @Nullable KnownLabel label, List<IndexChange> changes) {
        ListKey place = labelled(id, partition);
        if (label == null) {
            labels.remove(place);
        } else {
            labels.put(place, label);
        }
        Entry entry = entries.get(id);
        if (entry == null || !place.equals(labelled(id, entry.origin.partition()))) {
            return;
        }
        if (label == null || !entry.labelledHash.equals(label.contentHash())) {
            Profile profile = entry.indexed ? indexed(id) : null;
            if (profile != null) {
                await(id, entry, profile);
                changes.add(new IndexChange(side, id, entry.origin.partition(), Kind.WAITS));
            }
            return;
        }
        if (entry.waiting != null) {
            index(id, entry, entry.waiting, label, changes);
            return;
        }
        KnownLabel before = entry.label;
        if (before != null && sameBelief(before, label)) {
            count(before, -1);
            count(label, 1);
            entry.label = label;
            return;
        }
        Profile profile = indexed(id);
        if (profile != null) {
            index(id, entry, profile, label, changes);
        }
    }

    private static boolean sameBelief(KnownLabel before, KnownLabel after) {
        return before.byRules() == after.byRules()
                && Arrays.equals(before.belief().probabilities(), after.belief().probabilities());
    }

    private void count(@Nullable KnownLabel label, int difference) {
        if (label != null) {
            labelledBy.merge(label.ruleSet() + "\n" + label.model(), difference, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    /**
     * Deletes a text that came from a partition. Its label stays until it is deleted in its own topic: it may be that
     * of the id's next text already, as labels are read independently of texts.
     */
    void remove(String id, int partition, List<IndexChange> changes) {
        Entry entry = entries.get(id);
        if (entry == null || entry.origin.partition() != partition) {
            return;
        }
        entries.remove(id);
        forgetClosing(id, entry);
        count(entry.label, -1);
        if (entry.indexed) {
            index.remove(id);
            unseen.remove(id);
            changed = true;
        }
        changes.add(new IndexChange(side, id, partition, Kind.GONE));
    }

    private void forgetClosing(String id, Entry entry) {
        if (entry.openUntil != null) {
            closings.remove(new Closing(entry.openUntil, id));
        }
    }

    /** Deletes the texts of a partition whose records retention has deleted. */
    void removeBefore(int partition, long offset, List<IndexChange> changes) {
        entries.entrySet().stream()
                .filter(entry -> entry.getValue().origin.partition() == partition
                        && entry.getValue().origin.offset() < offset)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(id -> remove(id, partition, changes));
    }

    /** Forgets labels of texts that are not known. */
    void forgetLonelyLabels(Instant now) {
        Instant before = now.minus(LONELY_LABELS);
        labels.entrySet()
                .removeIf(label ->
                        isLonely(label.getKey()) && label.getValue().at().isBefore(before));
    }

    private boolean isLonely(ListKey place) {
        Entry entry = entries.get(place.id());
        return entry == null || !place.equals(labelled(place.id(), entry.origin.partition()));
    }

    /** The jobs that have closed since the last call. */
    void close(Instant now, List<IndexChange> changes) {
        while (!closings.isEmpty() && !closings.first().at().isAfter(now)) {
            String id = closings.pollFirst().id();
            Entry entry = entries.get(id);
            if (entry != null) {
                changes.add(new IndexChange(side, id, entry.origin.partition(), Kind.GONE));
            }
        }
    }

    /** Makes changes visible to searches. */
    void refresh() {
        if (changed) {
            index.refresh();
            unseen.clear();
            changed = false;
        }
    }

    int unseen() {
        return unseen.size();
    }

    /** Whether something may stand in a list at a time. */
    boolean isOpen(String id, Instant at) {
        Entry entry = entries.get(id);
        return entry != null && entry.indexed && (entry.openUntil == null || at.isBefore(entry.openUntil));
    }

    /** What is known of an id; null if it is unknown. */
    @Nullable
    ListSubject subject(String id) {
        Entry entry = entries.get(id);
        return entry == null ? null : subject(id, entry);
    }

    private ListSubject subject(String id, Entry entry) {
        KnownLabel label = entry.waiting == null ? entry.label : null;
        return new ListSubject(
                new ListKey(entry.origin.partition(), id),
                entry.origin.offset(),
                entry.contentHash,
                label == null ? 0 : label.revision(),
                label == null,
                entry.origin.at(),
                entry.openUntil);
    }

    Collection<ListSubject> subjects(int partition) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().origin.partition() == partition)
                .map(entry -> subject(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The latest text of an id, with its label if that is known; null if it is unknown. */
    @Nullable
    Profile profile(String id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            return null;
        }
        return entry.waiting == null ? indexed(id) : entry.waiting;
    }

    /** The hash of an id's latest content, as it is matched; null if it is unknown. */
    @Nullable
    String contentHash(String id) {
        Entry entry = entries.get(id);
        return entry == null ? null : entry.contentHash;
    }

    /** Where the list of an id lies; null if it is unknown. */
    @Nullable
    ListKey key(String id) {
        Entry entry = entries.get(id);
        return entry == null ? null : new ListKey(entry.origin.partition(), id);
    }

    /** The versions of rules and model that labelled most of what is indexed, with a line feed between them. */
    String labelledBy() {
        return labelledBy.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("\n");
    }

    int size() {
        return entries.size();
    }
}
