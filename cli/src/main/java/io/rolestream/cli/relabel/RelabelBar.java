package io.rolestream.cli.relabel;

import io.rolestream.cli.support.Progress;
import io.rolestream.stream.relabel.RelabelProgress;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows a bar for a relabelling. */
public final class RelabelBar implements RelabelProgress, AutoCloseable {
    private final boolean shown;
    private @Nullable ProgressBar bar;

    public RelabelBar(boolean shown) {
        this.shown = shown;
    }

    @Override
    public void began(long resumes) {
        bar = shown ? Progress.bar("relabel", resumes, " resumes", 1) : null;
    }

    @Override
    public void waiting(long lag) {
        say(String.format(Locale.ROOT, "waiting: %,d behind", lag));
    }

    @Override
    public void sending() {
        say("");
    }

    private void say(String message) {
        if (bar != null) {
            bar.setExtraMessage(message);
        }
    }

    @Override
    public void sent(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
