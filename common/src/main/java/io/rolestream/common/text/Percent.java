package io.rolestream.common.text;

import java.util.Locale;

/** Shares in percent. */
public final class Percent {
    private static final double WHOLE = 100;

    private Percent() {}

    /** As {@code 12.3 %}, of 0.123. */
    public static String of(double share) {
        return String.format(Locale.ROOT, "%.1f %%", WHOLE * share);
    }
}
