package io.rolestream.cli.evaluate;

import io.rolestream.cli.support.Progress;
import io.rolestream.evaluation.comparison.LabellerRun;
import io.rolestream.labellers.Answer;
import io.rolestream.labellers.comparison.RunListener;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows a bar for the labeller that runs. */
final class EvaluationProgress implements RunListener, AutoCloseable {
    private @Nullable ProgressBar bar;

    @Override
    public void opening(String labeller, int texts) {
        bar = Progress.bar(labeller, texts, " texts", 1);
    }

    @Override
    public void answered(String labeller, int text, Answer answer, @Nullable String failure) {
        if (bar != null) {
            bar.stepTo(text + 1L);
        }
    }

    @Override
    public void ended(LabellerRun run) {
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
