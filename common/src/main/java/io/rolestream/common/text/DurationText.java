package io.rolestream.common.text;

import java.time.Duration;

/**
 * Durations as people read them, in at most two units: {@code 45 s}, {@code 3 min 20 s}, {@code 2 h 5 min}, {@code 3 d
 * 4 h}.
 */
public final class DurationText {
    private DurationText() {}

    /** In whole seconds, or whole units of whatever is shown last; less than that is left out. */
    public static String of(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + " d " + duration.toHoursPart() + " h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toMinutes() > 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toSeconds() + " s";
    }
}
