package io.rolestream.stream.recommending.lists;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rolestream.common.metrics.Metric;
import io.rolestream.matching.profile.Side;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Meters of lists. Thread-safe. */
public final class ListMeters {
    /** What came of a list that was due. */
    enum Outcome {
        /** It was written. */
        WRITTEN,
        /** It stands already. */
        UNCHANGED,
        /** It was deleted. */
        DELETED,
        /** It could not be computed. */
        FAILED;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Map<Side, Map<Outcome, Counter>> lists = new EnumMap<>(Side.class);
    private final Map<Side, Timer> times = new EnumMap<>(Side.class);
    private final Map<Side, State> states = new EnumMap<>(Side.class);
    private final Counter restarts;

    private static final class State {
        private volatile int due;
        private volatile int indexed;
        private volatile @Nullable Instant dueSince;

        double behind() {
            Instant since = dueSince;
            return since == null ? 0 : Math.max(0, (System.currentTimeMillis() - since.toEpochMilli()) / 1e3);
        }
    }

    /** @param topics the names of the topics of lists, by the side that the lists are for */
    public ListMeters(MeterRegistry registry, Map<Side, String> topics) {
        topics.forEach((side, topic) -> {
            Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                counters.put(outcome, Metric.RECOMMENDATIONS.counter(registry, topic, outcome.code()));
            }
            lists.put(side, counters);
            times.put(side, Metric.RANKING_TIME.times(registry, topic));
            State state = new State();
            states.put(side, state);
            Metric.RECOMMENDATIONS_DUE.gauge(registry, state, due -> due.due, topic);
            Metric.RECOMMENDATIONS_BEHIND.gauge(registry, state, State::behind, topic);
            Metric.INDEXED_TEXTS.gauge(registry, state, indexed -> indexed.indexed, topic);
        });
        restarts = Metric.RECOMMENDER_RESTARTS.counter(registry);
    }

    void settled(Side side, Outcome outcome) {
        Counter counter = lists.getOrDefault(side, Map.of()).get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    void ranked(Side side, long nanos) {
        Timer timer = times.get(side);
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * How things stand.
     *
     * @param indexed texts that lists are for
     * @param dueSince since when the list due longest is due; null if none is
     */
    void state(Side side, int indexed, int due, @Nullable Instant dueSince) {
        State state = states.get(side);
        if (state != null) {
            state.indexed = indexed;
            state.due = due;
            state.dueSince = dueSince;
        }
    }

    void startedOver() {
        restarts.increment();
    }
}
