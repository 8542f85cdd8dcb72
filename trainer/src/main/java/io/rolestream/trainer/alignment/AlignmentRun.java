package io.rolestream.trainer.alignment;

import io.rolestream.common.files.Replacement;
import io.rolestream.common.service.StopSignal;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.torch.ProcessEndsException;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Aligns a generator into a directory, which appears once it is complete: a checkpoint with its prompt and a model
 * card, the lines of JSON of the training and its curves, and with the adapters if these were trained.
 *
 * @param out must not exist, or be empty
 * @param state the file to resume from; kept until the result is written
 */
public record AlignmentRun(AlignmentSettings settings, Path out, Path state, boolean resume) {
    /**
     * Trains.
     *
     * @return whether it finished rather than being stopped
     * @throws IllegalArgumentException if the models do not fit, or there is nothing to learn
     */
    public boolean run(AlignmentResumes resumes, RuleSet rules, AlignmentOutput output, PrintWriter err)
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
            return train(resumes, models, stop, output, err);
        }
    }

    /** Where finished rounds are until the end: beside the result, which the best of them becomes. */
    Path directory() {
        Path target = out.toAbsolutePath().normalize();
        return target.resolveSibling(target.getFileName() + ".rounds");
    }

    private boolean train(
            AlignmentResumes resumes, AlignmentModels models, StopSignal stop, AlignmentOutput output, PrintWriter err)
            throws IOException {
        if (!resume) {
            Replacement.delete(directory());
        }
        Files.createDirectories(directory());
        boolean done = false;
        try (AlignmentLog log = new AlignmentLog(directory().resolve("alignment.jsonl"), output.metrics())) {
            AlignmentFacts.keep(directory().resolve("facts.json"), List.of(settings), models);
            AnswerSummary before = new AnswerDrawing(settings, models, stop).validation(models.generator());
            log.add(before.toJson("before"));
            AlignmentRounds.Kept kept = new AlignmentRounds(this, models, log, output, stop, err).train();
            if (kept != null) {
                publish(kept, resumes, models, before, log, err);
                done = true;
            }
        } catch (AnswerDrawing.StoppedException | ProcessEndsException e) {
            err.println("stopped while answers were drawn; to continue, run the same command "
                    + (Files.exists(state) ? "with --resume, which reads " + state : "again"));
        } finally {
            if (done || !Files.exists(state)) {
                Replacement.delete(directory());
                Files.deleteIfExists(state);
            }
            err.flush();
        }
        return done;
    }

    private void publish(
            AlignmentRounds.Kept kept,
            AlignmentResumes resumes,
            AlignmentModels models,
            AnswerSummary before,
            AlignmentLog log,
            PrintWriter err)
            throws IOException {
        AlignmentOutcome outcome = new AlignmentOutcome(before, kept.answers());
        err.println("one answer to each of " + before.answers().size() + " validation resumes:");
        outcome.changes().forEach(change -> err.println("  " + change.line()));
        if (!outcome.isBetter()) {
            err.println("the " + (settings.judge() == null ? "reward" : "judge") + " does not like them better than the"
                    + " generator's; use the generator, or align it with other settings");
        }
        String name = String.valueOf(out.toAbsolutePath().normalize().getFileName());
        models.template().write(kept.checkpoint());
        new AlignmentCard(settings, resumes, models.prompts(), outcome, kept).write(kept.checkpoint(), name);
        log.publish(kept.checkpoint(), name);
        CheckpointDirectory.put(kept.checkpoint(), out);
    }
}
