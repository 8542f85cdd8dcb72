package io.rolestream.cli.recommend;

import io.rolestream.cli.support.Progress;
import io.rolestream.files.ranking.RankingProgress;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows a bar for what a comparison of rankings does. */
final class RankingBar implements RankingProgress, AutoCloseable {
    private final boolean shown;
    private @Nullable ProgressBar bar;

    RankingBar(boolean shown) {
        this.shown = shown;
    }

    @Override
    public void begin(String what, int steps) {
        if (shown) {
            bar = Progress.bar(what, steps, "", 1);
        }
    }

    @Override
    public void step() {
        if (bar != null) {
            bar.step();
        }
    }

    @Override
    public void end() {
        close();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
