package io.rolestream.cli.relabel;

import io.rolestream.cli.support.Progress;
import io.rolestream.common.text.Counted;
import io.rolestream.stream.relabel.LagGate.Behind;
import io.rolestream.stream.relabel.RelabelProgress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/**
 * Says what a relabelling does: beside a bar where one is shown, else in lines. A line says what it waits for, at most
 * every ten seconds.
 */
public final class RelabelBar implements RelabelProgress, AutoCloseable {
    private static final long LINES_APART = TimeUnit.SECONDS.toNanos(10);

    private final PrintWriter err;
    private final boolean shown;
    private @Nullable ProgressBar bar;
    private @Nullable Long saidAt;

    /** @param shown whether there is a bar */
    public RelabelBar(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
    }

    @Override
    public void note(String sentence) {
        err.println(sentence);
        err.flush();
    }

    @Override
    public void began(long resumes) {
        bar = shown ? Progress.bar("relabel", resumes, " resumes", 1) : null;
    }

    @Override
    public void waiting(Behind furthest, long most) {
        if (bar != null) {
            bar.setExtraMessage(
                    String.format(Locale.ROOT, "waiting: %s is %,d behind", furthest.group(), furthest.lag()));
        } else if (saidAt == null || System.nanoTime() - saidAt > LINES_APART) {
            saidAt = System.nanoTime();
            note(String.format(
                    Locale.ROOT,
                    "waiting until group %s, now %s behind, is at most %,d behind (--max-lag)",
                    furthest.group(),
                    Counted.of(furthest.lag(), "resume"),
                    most));
        }
    }

    @Override
    public void sending() {
        if (bar != null) {
            bar.setExtraMessage("");
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
