package io.rolestream.dashboard.matches;

import io.rolestream.dashboard.live.SlidingCounts;
import io.rolestream.events.FeedbackAction;
import io.rolestream.events.MatchDirection;
import io.rolestream.schemas.job.ReadableFeedback;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What people did with the entries of lists, over the last week. For one thread.
 *
 * <p>An entry is counted once as shown and once for each thing done with it, however often that is reported, and in the
 * slice of time in which it was shown: so a share says how many of the entries shown then were opened. What is done
 * with an entry that is not known to have been shown is counted apart.
 */
final class FeedbackBook {
    /** Positions beyond are counted together. */
    static final int LAST_POSITION = 10;

    static final int BEYOND = LAST_POSITION + 1;
    static final int MOST_VERSIONS = 12;

    static final int MOST_ENTRIES = 50_000;
    private static final int WEEK_SLICES = 56;
    private static final Duration WEEK_SLICE = Duration.ofHours(3);
    private static final int HOUR_SLICES = 60;
    private static final Duration HOUR_SLICE = Duration.ofMinutes(1);

    /** What happened to an entry. Hired implies applied, and that implies opened. */
    enum Stage {
        SHOWN,
        OPENED,
        APPLIED,
        HIRED,
        DISMISSED
    }

    /** What is counted together. */
    record Cell(boolean forRecruiters, String version, int position, Stage stage) {}

    /** What is counted over time. */
    record Line(boolean forRecruiters, Stage stage) {}

    private record Key(String resumeId, String jobId, boolean forRecruiters, int revision) {}

    private record Entry(long at, String version, int position, Set<Stage> stages) {}

    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    /** The keys of the entries of each resume, so that a resume is forgotten without a look at all entries. */
    private final Map<String, Set<Key>> ofResume = new HashMap<>();

    private final SlidingCounts<Cell> cells = new SlidingCounts<>(
            WEEK_SLICES, WEEK_SLICE, 2 * (MOST_VERSIONS + 1) * (BEYOND + 1) * Stage.values().length);
    private final SlidingCounts<Line> week = new SlidingCounts<>(WEEK_SLICES, WEEK_SLICE, 2 * Stage.values().length);
    private final SlidingCounts<Line> hour = new SlidingCounts<>(HOUR_SLICES, HOUR_SLICE, 2 * Stage.values().length);
    private final Bounded<String, Boolean> versions = new Bounded<>(MOST_VERSIONS);
    private long withoutShown;

    /**
     * Adds a report.
     *
     * @param version what ranked the list
     * @param at when it happened, not in the future
     */
    void add(ReadableFeedback feedback, String version, long at) {
        boolean forRecruiters = feedback.direction() == MatchDirection.RESUMES_FOR_JOB;
        Key key = new Key(feedback.resumeId(), feedback.jobId(), forRecruiters, feedback.revision());
        Entry entry = entries.get(key);
        if (feedback.action() == FeedbackAction.SHOWN) {
            if (entry == null) {
                entry = new Entry(at, known(version), position(feedback), EnumSet.noneOf(Stage.class));
                remember(key, entry);
                count(key, entry, Stage.SHOWN);
            }
        } else if (entry == null) {
            withoutShown++;
        } else {
            for (Stage stage : stages(feedback.action())) {
                count(key, entry, stage);
            }
        }
    }

    private void remember(Key key, Entry entry) {
        entries.put(key, entry);
        ofResume.computeIfAbsent(key.resumeId(), id -> new HashSet<>()).add(key);
        if (entries.size() > MOST_ENTRIES) {
            Key eldest = entries.keySet().iterator().next();
            entries.remove(eldest);
            ofResume.computeIfPresent(
                    eldest.resumeId(), (id, keys) -> keys.remove(eldest) && keys.isEmpty() ? null : keys);
        }
    }

    /** Versions beyond the maximum share a name, so that their number cannot grow; old ones make room in time. */
    private String known(String version) {
        if (versions.size() >= MOST_VERSIONS && !versions.containsKey(version)) {
            return "other versions";
        }
        versions.put(version, true);
        return version;
    }

    private static int position(ReadableFeedback feedback) {
        return Math.min(feedback.position().orElse(0), BEYOND);
    }

    private static Set<Stage> stages(FeedbackAction action) {
        return switch (action) {
            case OPENED -> EnumSet.of(Stage.OPENED);
            case APPLIED -> EnumSet.of(Stage.OPENED, Stage.APPLIED);
            case HIRED -> EnumSet.of(Stage.OPENED, Stage.APPLIED, Stage.HIRED);
            case DISMISSED -> EnumSet.of(Stage.DISMISSED);
            case SHOWN, UNKNOWN -> EnumSet.noneOf(Stage.class);
        };
    }

    private void count(Key key, Entry entry, Stage stage) {
        if (entry.stages().add(stage)) {
            cells.add(new Cell(key.forRecruiters(), entry.version(), entry.position(), stage), entry.at());
            week.add(new Line(key.forRecruiters(), stage), entry.at());
            hour.add(new Line(key.forRecruiters(), stage), entry.at());
        }
    }

    /** Forgets a deleted resume's entries; what was counted of them stays. */
    void forget(String resumeId) {
        Set<Key> keys = ofResume.remove(resumeId);
        if (keys != null) {
            keys.forEach(entries::remove);
        }
    }

    /** The counts of the last week, and over time. */
    Quality.Part part(long now) {
        cells.advance(now);
        week.advance(now);
        hour.advance(now);
        versions.keySet()
                .retainAll(cells.totals().keySet().stream().map(Cell::version).collect(Collectors.toSet()));
        return Quality.of(cells.totals(), week, hour, withoutShown);
    }
}
