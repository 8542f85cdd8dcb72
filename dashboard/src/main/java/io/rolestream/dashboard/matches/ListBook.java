package io.rolestream.dashboard.matches;

import io.rolestream.dashboard.live.SlidingCounts;
import io.rolestream.dashboard.records.Place;
import io.rolestream.events.MatchCause;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lists of one direction: where the latest of each resume or job is, what ranked it, and the newest of all. A
 * list's content stays in Kafka. For one thread.
 *
 * @param <L> the event
 */
final class ListBook<L> {
    private static final int MOST = 50_000;
    private static final int LATEST = 12;
    private static final int SLICES = 60;
    private static final Duration SLICE = Duration.ofSeconds(10);

    /**
     * The latest list of a resume or job.
     *
     * @param since the first revision known to be ranked by this version
     * @param before the version before that; null if none is known
     * @param beforeSince the first revision known to be ranked by the version before
     */
    record Known(
            Place place,
            int revision,
            String version,
            int since,
            @Nullable String before,
            int beforeSince) {
        Known next(Place next, int number, String ranking) {
            return ranking.equals(version)
                    ? new Known(next, number, version, Math.min(since, number), before, beforeSince)
                    : new Known(next, number, ranking, number, version, since);
        }

        /** What ranked a revision; null if that is not known. */
        @Nullable
        String version(int asked) {
            return asked == 0 || asked >= since ? version : asked >= beforeSince ? before : null;
        }
    }

    private record Newest<L>(String id, L list) {}

    private final Bounded<String, Known> known = new Bounded<>(MOST);
    private final Deque<Newest<L>> latest = new ArrayDeque<>();
    private final SlidingCounts<MatchCause> causes = new SlidingCounts<>(SLICES, SLICE, MatchCause.values().length);
    private final Bounded<String, String> versions = new Bounded<>(100);

    void add(String id, L list, int revision, String version, MatchCause cause, Place place, long at) {
        String ranking = versions.computeIfAbsent(version, same -> same);
        Known before = known.get(id);
        known.renew(
                id,
                before == null
                        ? new Known(place, revision, ranking, revision, null, Integer.MAX_VALUE)
                        : before.next(place, revision, ranking));
        causes.add(cause, at);
        latest.removeIf(former -> former.id().equals(id));
        latest.addFirst(new Newest<>(id, list));
        if (latest.size() > LATEST) {
            latest.removeLast();
        }
    }

    void remove(String id) {
        known.remove(id);
        latest.removeIf(former -> former.id().equals(id));
    }

    @Nullable
    Known get(String id) {
        return known.get(id);
    }

    int size() {
        return known.size();
    }

    /** The newest first. */
    List<L> latest() {
        List<L> lists = new ArrayList<>(latest.size());
        latest.forEach(newest -> lists.add(newest.list()));
        return lists;
    }

    /** Why lists were computed in the last ten minutes. */
    SlidingCounts<MatchCause> causes(long now) {
        causes.advance(now);
        return causes;
    }
}
