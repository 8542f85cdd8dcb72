package io.rolestream.stream.recommending.lists;

import io.rolestream.common.tracing.Tracing;
import io.rolestream.events.MatchCause;
import io.rolestream.matching.profile.Side;
import io.rolestream.stream.recommending.book.ListKey;
import io.rolestream.stream.recommending.index.IndexChange.Trigger;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The records that made lists due, from which their traces continue: the latest of the list's own subject, or else the
 * first of the other side that reached it. A list that is computed for another reason starts a trace of its own. Of the
 * records, only what traces continue from is kept, and nothing if tracing is off. For one thread.
 */
final class ListTraces {
    private final Tracing tracing;
    private final Map<Side, Map<ListKey, Trigger>> triggers = new EnumMap<>(Side.class);

    ListTraces(Tracing tracing) {
        this.tracing = tracing;
        for (Side side : Side.values()) {
            triggers.put(side, new HashMap<>());
        }
    }

    private Map<ListKey, Trigger> of(Side side) {
        return Objects.requireNonNull(triggers.get(side));
    }

    /** The subject of an owned list changed, so that the list is due. */
    void changed(Side side, ListKey list, @Nullable Trigger trigger) {
        if (tracing.isOn() && trigger != null) {
            of(side).put(list, kept(trigger));
        }
    }

    /** A change of the other side reached owned lists. */
    void reached(Side side, Collection<ListKey> lists, @Nullable Trigger trigger) {
        if (tracing.isOn() && trigger != null) {
            Trigger kept = kept(trigger);
            lists.forEach(list -> of(side).putIfAbsent(list, kept));
        }
    }

    private static Trigger kept(Trigger trigger) {
        return new Trigger(Tracing.context(trigger.headers()), trigger.timestamp());
    }

    /** A list was computed and nothing was written, or is no longer due for what triggered it. */
    void settled(Side side, ListKey list) {
        of(side).remove(list);
    }

    /** A partition is no longer owned. */
    void revoked(Side side, int partition) {
        of(side).keySet().removeIf(list -> list.partition() == partition);
    }

    /** The headers of a list that is written, with the context of its span. */
    Headers written(Side side, ListKey list, MatchCause cause) {
        Headers made = new RecordHeaders();
        Trigger trigger = of(side).remove(list);
        if (tracing.isOn()) {
            tracing.step(
                    side == Side.RESUME ? "recommend-jobs" : "recommend-resumes",
                    trigger == null ? new RecordHeaders() : trigger.headers(),
                    made,
                    trigger == null ? System.currentTimeMillis() : trigger.timestamp(),
                    Map.of("rolestream.cause", cause.name()));
        }
        return made;
    }
}
