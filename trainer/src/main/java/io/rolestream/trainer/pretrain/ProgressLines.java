package io.rolestream.trainer.pretrain;

import io.rolestream.common.text.DurationText;
import io.rolestream.engine.training.TrainingListener;
import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.engine.training.ValidationResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Prints a line of progress every few seconds, and one for each evaluation. */
final class ProgressLines implements TrainingListener {
    private final PrintWriter out;
    private final long everyNanos;
    private long lastNanos = System.nanoTime();
    private double losses;
    private int steps;

    ProgressLines(PrintWriter out, Duration every) {
        this.out = out;
        this.everyNanos = every.toNanos();
    }

    @Override
    public void progressed(TrainingProgress progress) {
        losses += progress.step().loss();
        steps++;
        long now = System.nanoTime();
        ValidationResult result = progress.validation();
        if (result == null && now - lastNanos < everyNanos) {
            return;
        }
        out.printf(
                Locale.ROOT,
                "step %d of %d, epoch %.2f: loss %.3f, rate %.2e, %.0f tokens/s, %s left%n",
                progress.step().step(),
                progress.step().steps(),
                progress.epoch(),
                losses / steps,
                progress.step().rate(),
                progress.tokensPerSecond(),
                DurationText.of(progress.left()));
        if (result != null) {
            out.printf(
                    Locale.ROOT,
                    "  validation: loss %.3f, perplexity %.1f, %.1f %% of masked tokens right%s%n",
                    result.loss(),
                    result.perplexity(),
                    100 * result.accuracy(),
                    progress.isBest() ? "" : " (not the best)");
        }
        out.flush();
        lastNanos = now;
        losses = 0;
        steps = 0;
    }
}
