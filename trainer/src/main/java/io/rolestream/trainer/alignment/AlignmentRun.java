package io.rolestream.trainer.alignment;

import io.rolestream.common.files.Replacement;
import io.rolestream.common.service.StopSignal;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.engine.training.ValidationResult;
import io.rolestream.engine.training.generation.DecoderTraining;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.pretrain.ProgressLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Aligns a generator into a directory, which appears once it is complete: a checkpoint with its prompt and a model
 * card, and with the adapters if these were trained.
 *
 * @param out must not exist, or be empty
 * @param state the file to resume from; kept until the result is written
 */
public record AlignmentRun(AlignmentSettings settings, Path out, Path state, boolean resume) {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    /**
     * Trains.
     *
     * @return whether it finished rather than being stopped
     * @throws IllegalArgumentException if the models do not fit, or there is nothing to learn
     */
    public boolean run(AlignmentResumes resumes, RuleSet rules, AlignmentLines lines, PrintWriter err)
            throws IOException {
        try (StopSignal stop = StopSignal.install();
                AlignmentModels models = AlignmentModels.open(settings, resumes, rules, err::println)) {
            err.printf(
                    Locale.ROOT,
                    "%s: %,d to learn from, %,d held out, %,d cut; %s of %s%n",
                    resumes.source(),
                    models.prompts().training().size(),
                    models.prompts().validation().size(),
                    models.prompts().cut(),
                    settings.method().words(),
                    settings.parameters());
            err.flush();
            return train(resumes, models, stop, lines, err);
        }
    }

    private boolean train(
            AlignmentResumes resumes, AlignmentModels models, StopSignal stop, AlignmentLines lines, PrintWriter err)
            throws IOException {
        Path scratch = Replacement.beside(out);
        Files.createDirectories(scratch);
        try {
            AnswerDrawing drawing = new AnswerDrawing(settings, models, stop);
            AnswerSummary before = drawing.validation(models.generator());
            lines.metrics().accept(before.toJson("before"));
            try (DecoderTraining training =
                    new AlignmentTrainings(settings, models, drawing, lines).open(resume ? state : null, scratch)) {
                if (!training.run(progress(err), stop::isRequested, state)) {
                    err.println("stopped after step " + training.stepsDone()
                            + "; to continue, run the same command with --resume, which reads " + state);
                    return false;
                }
                training.saveState(state);
                save(training, resumes, models, new AnswerDrawing(settings, models, stop), before, lines, err);
            }
            Files.deleteIfExists(state);
            return true;
        } catch (AnswerDrawing.StoppedException e) {
            err.println("stopped while answers were drawn; to continue, run the same command "
                    + (Files.exists(state) ? "with --resume, which reads " + state : "again"));
            return false;
        } finally {
            Replacement.delete(scratch);
            err.flush();
        }
    }

    private Consumer<TrainingProgress> progress(PrintWriter err) {
        if (settings.method() == AlignmentMethod.BEST_OF_N) {
            return new ProgressLines(err, BETWEEN_LINES, "tokens of answers");
        }
        String measure = settings.method() == AlignmentMethod.DPO
                ? "loss on pairs of validation resumes"
                : "mean score of the " + (settings.judge() == null ? "reward" : "judge");
        int sign = settings.method() == AlignmentMethod.DPO ? 1 : -1;
        return progress -> {
            ValidationResult result = progress.validation();
            if (result != null) {
                err.printf(
                        Locale.ROOT,
                        "step %d of %d: %s %.4f%s%n",
                        progress.step().step(),
                        progress.step().steps(),
                        measure,
                        sign * result.loss(),
                        progress.isBest() ? "" : " (not the best)");
                err.flush();
            }
        };
    }

    private void save(
            DecoderTraining training,
            AlignmentResumes resumes,
            AlignmentModels models,
            AnswerDrawing drawing,
            AnswerSummary before,
            AlignmentLines lines,
            PrintWriter err)
            throws IOException {
        Path unfinished = Replacement.beside(out);
        try {
            AnswerSummary after = drawing.validation(training.save(unfinished, settings.dtype()));
            lines.metrics().accept(after.toJson("after"));
            AlignmentOutcome outcome = new AlignmentOutcome(before, after);
            err.println("one answer to each of " + before.answers().size() + " validation resumes:");
            outcome.changes().forEach(change -> err.println("  " + change.line()));
            models.template().write(unfinished);
            new AlignmentCard(settings, resumes, models.prompts(), outcome, training.best())
                    .write(
                            unfinished,
                            String.valueOf(out.toAbsolutePath().normalize().getFileName()));
            CheckpointDirectory.put(unfinished, out);
        } catch (IOException | RuntimeException | Error e) {
            Replacement.discard(unfinished, e);
            throw e;
        }
    }
}
