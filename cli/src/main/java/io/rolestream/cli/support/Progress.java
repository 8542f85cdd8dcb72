package io.rolestream.cli.support;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Creates progress bars on standard error. */
public final class Progress {
    private static final int UPDATE_MS = 250;

    private Progress() {}

    /**
     * A bar that is shown from now on.
     *
     * @param unit printed after the numbers
     * @param unitSize what one of the unit is, in steps
     */
    public static ProgressBar bar(String task, long steps, String unit, long unitSize) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setUnit(unit, unitSize)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MS)
                .startsFrom(0, Duration.ZERO)
                .build();
    }
}
