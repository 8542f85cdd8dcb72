package io.rolestream.system.checks;

import java.time.Duration;
import java.util.List;

/**
 * How long nothing came: for each second in which something did, the longest time without that ended in it.
 *
 * @param sorted by length, at least one
 */
public record Silences(List<Duration> sorted) {
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(75);

    public Silences {
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("nothing came at all");
        }
        sorted = List.copyOf(sorted);
    }

    public Duration median() {
        return sorted.get(sorted.size() / 2);
    }

    /**
     * Whether what went on made no difference: the median is at most twice that of the same worker left alone, and a
     * worker's commit interval. A median, so that what else the machine does counts little; what interrupts every
     * second shows in it.
     */
    public boolean areLike(Silences alone) {
        Duration most = alone.median().multipliedBy(2).plus(COMMIT_INTERVAL);
        return median().compareTo(most) <= 0;
    }

    @Override
    public String toString() {
        return "median %d ms, 90 %% up to %d ms, longest %d ms"
                .formatted(
                        median().toMillis(),
                        sorted.get(sorted.size() * 9 / 10).toMillis(),
                        sorted.get(sorted.size() - 1).toMillis());
    }
}
