package io.rolestream.dashboard.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dead letters by reason, and the latest of them. For one thread. */
public final class DeadLetters {
    private static final int SLICES = 60;
    private static final Duration SLICE = Duration.ofMinutes(1);
    private static final int MOST_REASONS = 100;
    private static final int LATEST = 20;

    private final SlidingCounts<String> counts = new SlidingCounts<>(SLICES, SLICE, MOST_REASONS);
    private final Deque<Letter> latest = new ArrayDeque<>();

    /**
     * A dead letter, without its value.
     *
     * @param message the problem; null if texts are not shown, since it may quote one
     * @param at milliseconds since 1970
     */
    public record Letter(
            String resumeId, String reason, @Nullable String message, long at) {}

    public record Reason(String reason, int count) {}

    /** The most frequent reason and the latest letter come first. */
    public record DeadLettersPart(int total, List<Reason> reasons, List<Letter> latest) {}

    public void add(Letter letter, long nowMillis) {
        counts.add(letter.reason(), Math.min(letter.at(), nowMillis));
        latest.addFirst(letter);
        if (latest.size() > LATEST) {
            latest.removeLast();
        }
    }

    public void forget(String resumeId) {
        latest.removeIf(letter -> letter.resumeId().equals(resumeId));
    }

    public DeadLettersPart part(long nowMillis) {
        counts.advance(nowMillis);
        List<Reason> reasons = new ArrayList<>();
        counts.totals().forEach((reason, count) -> reasons.add(new Reason(reason, count)));
        reasons.sort(Comparator.comparingInt((Reason reason) -> -reason.count()).thenComparing(Reason::reason));
        return new DeadLettersPart(reasons.stream().mapToInt(Reason::count).sum(), reasons, List.copyOf(latest));
    }
}
