package io.rolestream.cli.support;

import io.rolestream.common.text.Printable;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress bars on standard error. */
public final class Progress {
    private static final int UPDATE_MS = 250;

    /** Set by the start script, which can ask the system; Java cannot tell for standard error alone. */
    private static final boolean TERMINAL = Boolean.getBoolean("rolestream.stderr.terminal");

    private Progress() {}

    /** Whether progress is shown: as the option says, or by default if standard error is a terminal. */
    public static boolean isShown(@Nullable Boolean option) {
        return option == null ? TERMINAL : option;
    }

    /** Shows a bar; the unit is printed after the numbers, and its size is in steps. */
    public static ProgressBar bar(String task, long steps, String unit, long unitSize) {
        return new ProgressBarBuilder()
                .setTaskName(Printable.of(task))
                .setInitialMax(steps)
                .setUnit(unit, unitSize)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MS)
                .startsFrom(0, Duration.ZERO)
                .build();
    }
}
