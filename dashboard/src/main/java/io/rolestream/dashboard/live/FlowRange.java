package io.rolestream.dashboard.live;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How far back the flow is shown, and in slices of which length: 600, 360 and 480 of them. */
public enum FlowRange {
    /** Ten minutes, by the second. */
    MINUTES(600, 1),
    HOUR(3_600, 10),
    DAY(86_400, 180);

    private final int seconds;
    private final int sliceSeconds;

    FlowRange(int seconds, int sliceSeconds) {
        this.seconds = seconds;
        this.sliceSeconds = sliceSeconds;
    }

    /** Null for a name that is none. */
    public static @Nullable FlowRange of(String name) {
        return Arrays.stream(values())
                .filter(range -> range.toString().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** All names, in words. */
    public static String names() {
        return Arrays.stream(values()).map(FlowRange::toString).collect(Collectors.joining(", "));
    }

    int slices() {
        return seconds / sliceSeconds;
    }

    int sliceSeconds() {
        return sliceSeconds;
    }

    /** As requests name it: in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
