package io.rolestream.trainer.recipe;

import io.rolestream.common.text.DurationText;
import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.engine.training.ValidationResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Prints the progress of a training: a line for each stage, one every few seconds, and one for each evaluation. */
public final class TrainingLines implements TrainingMonitor {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final long start = System.nanoTime();
    private long lastLine = start;
    private double losses;
    private int steps;

    public TrainingLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void stage(Stage stage, long examples) {
        String what = switch (stage) {
            case READING -> "reading texts";
            case LABELLING -> "labelling %,d texts";
            case ADAPTING -> "adapting the base to %,d texts";
            case FINE_TUNING -> "fine-tuning on %,d texts";
            case EVALUATING -> "evaluating on %,d validation texts";
            case JUDGING -> "judging";
        };
        line(String.format(Locale.ROOT, what, examples));
        losses = 0;
        steps = 0;
    }

    @Override
    public void note(String sentence) {
        line("  " + sentence);
    }

    @Override
    public void progressed(Stage stage, TrainingProgress progress) {
        losses += progress.step().loss();
        steps++;
        ValidationResult result = progress.validation();
        if (result == null && System.nanoTime() - lastLine < BETWEEN_LINES.toNanos()) {
            return;
        }
        line(String.format(
                Locale.ROOT,
                "  epoch %.2f, step %d of %d: loss %.3f, rate %.1e, %.0f tokens/s, %s left",
                progress.epoch(),
                progress.step().step(),
                progress.step().steps(),
                losses / steps,
                progress.step().rate(),
                progress.tokensPerSecond(),
                DurationText.of(progress.left())));
        losses = 0;
        steps = 0;
        Double macroF1 = result == null ? null : result.macroF1();
        if (result != null && macroF1 != null) {
            line(String.format(
                    Locale.ROOT,
                    "  validation: agreement with the labels %.1f %%, macro-F1 %.3f%s",
                    100 * result.accuracy(),
                    macroF1,
                    progress.isBest() ? "" : " (not the best)"));
        }
    }

    private void line(String text) {
        lastLine = System.nanoTime();
        long seconds = Duration.ofNanos(lastLine - start).toSeconds();
        out.printf(Locale.ROOT, "%2d:%02d  %s%n", seconds / 60, seconds % 60, text);
        out.flush();
    }
}
