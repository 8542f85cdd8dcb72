package io.rolestream.trainer.pretrain;

import io.rolestream.common.text.DurationText;
import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.engine.training.ValidationResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Prints the progress of a training: a line every few seconds, and one for each evaluation. */
public final class ProgressLines implements Consumer<TrainingProgress> {
    private final PrintWriter out;
    private final long everyNanos;
    private final String predicted;
    private long lastNanos = System.nanoTime();
    private double losses;
    private int steps;

    /** @param predicted what the model predicts, in the plural */
    public ProgressLines(PrintWriter out, Duration every, String predicted) {
        this.out = out;
        this.everyNanos = every.toNanos();
        this.predicted = predicted;
    }

    @Override
    public void accept(TrainingProgress progress) {
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
                    "  validation: loss %.3f, perplexity %.1f, %.1f %% of %s right%s%n",
                    result.loss(),
                    result.perplexity(),
                    100 * result.accuracy(),
                    predicted,
                    progress.isBest() ? "" : " (not the best)");
        }
        out.flush();
        lastNanos = now;
        losses = 0;
        steps = 0;
    }
}
