package io.rolestream.stream.recommending.index;

import io.rolestream.matching.Matcher;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.Side;
import io.rolestream.stream.recommending.book.ListKey;
import io.rolestream.stream.recommending.book.ListSubject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts and labels of both sides, and their indexes, for one matcher. Plain Java, without Kafka.
 *
 * <p>For one thread, except that any may search the indexes.
 */
public final class IndexedTexts {
    /** A description whose resume is not known is kept this long, in case it was read before its resume. */
    private static final Duration LONELY_DESCRIPTIONS = Duration.ofHours(1);

    private final Matcher matcher;
    private final @Nullable StoredJobs stored;
    private final SideTable jobs;
    private final SideTable resumes;
    /** By the place of the resume that each was written for. */
    private final Map<ListKey, KnownDescription> descriptions = new HashMap<>();

    private AsOf asOf = AsOf.NOTHING;

    /** Nothing yet. */
    public IndexedTexts(Matcher matcher) {
        this(matcher, null);
    }

    /** @param stored jobs, closed with this; null if there is nothing yet, and jobs are to be kept in memory */
    IndexedTexts(Matcher matcher, @Nullable StoredJobs stored) {
        this.matcher = matcher;
        this.stored = stored;
        this.jobs = stored == null ? new SideTable(Side.JOB, matcher.newIndex()) : stored.table();
        this.resumes = new SideTable(Side.RESUME, matcher.newIndex());
    }

    /** Where the jobs are stored; null if they are in memory alone. */
    @Nullable
    StoredJobs stored() {
        return stored;
    }

    public Matcher matcher() {
        return matcher;
    }

    /**
     * Takes a text.
     *
     * @param labelledHash the content hash that its label names
     * @param profile with what the matcher itself believes of its role
     * @param changes are added to
     */
    public void text(
            Side side, String id, Origin origin, String labelledHash, Profile profile, List<IndexChange> changes) {
        table(side).text(id, origin, labelledHash, profile, changes);
    }

    /**
     * Takes a label of a partition.
     *
     * @param label null if it was deleted
     * @param changes are added to
     */
    public void label(Side side, String id, int partition, @Nullable KnownLabel label, List<IndexChange> changes) {
        table(side).label(id, partition, label, changes);
    }

    /**
     * Takes what a generator said of a resume, from the resume's partition.
     *
     * @param description null if it was deleted
     * @param changes are added to
     */
    public void describe(String id, int partition, @Nullable KnownDescription description, List<IndexChange> changes) {
        ListKey key = new ListKey(partition, id);
        if (description == null) {
            descriptions.remove(key);
        } else {
            descriptions.put(key, description);
        }
        if (key.equals(resumes.key(id))) {
            changes.add(new IndexChange(Side.RESUME, id, partition, IndexChange.Kind.DESCRIBED));
        }
    }

    /**
     * The description of a resume's latest content, all of which the generator read; null if nothing was said of it.
     */
    private @Nullable KnownDescription known(ListKey key) {
        KnownDescription known = descriptions.get(key);
        return known == null || !known.named().getContentHash().equals(resumes.contentHash(key.id())) ? null : known;
    }

    /** The description of a resume's latest text; null if there is none. */
    public @Nullable KnownDescription description(Side side, ListKey key) {
        KnownDescription known = side == Side.JOB ? null : known(key);
        return known == null || known.text() == null ? null : known;
    }

    /** Deletes a text that came from a partition, and adds to the changes. */
    public void remove(Side side, String id, int partition, List<IndexChange> changes) {
        table(side).remove(id, partition, changes);
    }

    /** Deletes the texts of a partition whose records retention has deleted, and adds to the changes. */
    void removeBefore(Side side, int partition, long offset, List<IndexChange> changes) {
        table(side).removeBefore(partition, offset, changes);
    }

    /** Forgets labels and descriptions of texts that are not known. */
    void forgetLonely(Instant now) {
        jobs.forgetLonelyLabels(now);
        resumes.forgetLonelyLabels(now);
        Instant before = now.minus(LONELY_DESCRIPTIONS);
        descriptions
                .entrySet()
                .removeIf(
                        each -> !each.getKey().equals(resumes.key(each.getKey().id()))
                                && each.getValue().at().isBefore(before));
    }

    /** Adds the jobs that have closed since the last call to the changes. */
    public void close(Instant now, List<IndexChange> changes) {
        jobs.close(now, changes);
    }

    /**
     * Makes all changes visible to searches.
     *
     * @param read what they came of
     */
    public void refresh(AsOf read) {
        jobs.refresh();
        resumes.refresh();
        asOf = read;
    }

    /** How many changes are not visible yet. */
    int unseen() {
        return jobs.unseen() + resumes.unseen();
    }

    /** What searches see. */
    public AsOf asOf() {
        return asOf;
    }

    public MatchIndex index(Side side) {
        return table(side).index();
    }

    private SideTable table(Side side) {
        return side == Side.JOB ? jobs : resumes;
    }

    /** Whether something may stand in a list at a time. */
    public boolean isOpen(Side side, String id, Instant at) {
        return table(side).isOpen(id, at);
    }

    /** What is known of an id; null if it is unknown. */
    public @Nullable ListSubject subject(Side side, String id) {
        ListSubject subject = table(side).subject(id);
        return subject == null ? null : described(side, subject);
    }

    /** All that came from a partition. */
    public Collection<ListSubject> subjects(Side side, int partition) {
        return table(side).subjects(partition).stream()
                .map(subject -> described(side, subject))
                .toList();
    }

    private ListSubject described(Side side, ListSubject subject) {
        if (side == Side.JOB) {
            return subject;
        }
        KnownDescription known = known(subject.key());
        return subject.withDescription(known == null ? "" : known.key(), known == null);
    }

    /** The latest text of an id, with its label if that is known; null if it is unknown. */
    public @Nullable Profile profile(Side side, String id) {
        return table(side).profile(id);
    }

    /** Where the list of an id lies; null if it is unknown. */
    public @Nullable ListKey key(Side side, String id) {
        return table(side).key(id);
    }

    /**
     * The version of the rules that labelled most of the jobs, and that of the model, with a line feed between them.
     */
    public String labelledBy() {
        return jobs.labelledBy();
    }

    /** How many texts of a side are known. */
    public int size(Side side) {
        return table(side).size();
    }

    /** Closes the indexes, not the matcher. Of stored jobs, what is not committed is dropped. */
    public void close() {
        resumes.index().close();
        if (stored == null) {
            jobs.index().close();
        } else {
            stored.close();
        }
    }
}
