package io.rolestream.trainer.alignment;

import io.rolestream.common.files.Replacement;
import io.rolestream.common.service.StopSignal;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.engine.training.ValidationResult;
import io.rolestream.engine.training.generation.DecoderTraining;
import io.rolestream.trainer.pretrain.ProgressLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of drawing answers and learning from them, each from what the one before has learnt, and all held to the same
 * generator. After each the judge, or without one the reward, looks at answers to validation resumes; the best round is
 * kept, and the first that is not better than it is the last. RLOO and PPO, which draw as they learn, have one round.
 *
 * <p>A finished round is a checkpoint in the run's directory, so a resumed run trains only what is missing. Adapters of
 * a later round belong to the round before it, not to the generator, so they are merged and not kept.
 */
final class AlignmentRounds {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final AlignmentRun run;
    private final AlignmentModels models;
    private final AlignmentLog log;
    private final AlignmentOutput output;
    private final StopSignal stop;
    private final PrintWriter err;
    private final AnswerDrawing drawing;

    AlignmentRounds(
            AlignmentRun run,
            AlignmentModels models,
            AlignmentLog log,
            AlignmentOutput output,
            StopSignal stop,
            PrintWriter err) {
        this.run = run;
        this.models = models;
        this.log = log;
        this.output = output;
        this.stop = stop;
        this.err = err;
        drawing = new AnswerDrawing(run.settings(), models, stop);
    }

    /**
     * The best round.
     *
     * @param rounds how many were trained
     * @param step when its parameters were measured; null if they were not
     * @param answers to the validation resumes
     */
    record Kept(
            Path checkpoint,
            int round,
            int rounds,
            @Nullable Long step,
            AnswerSummary answers) {}

    /** Trains, and returns the best round; null if it was stopped. */
    @Nullable
    Kept train() throws IOException {
        CheckpointDirectory from = models.generator();
        Kept best = null;
        for (int round = 1; round <= run.settings().rounds(); round++) {
            Path result = run.directory().resolve("round-" + round);
            if (!Files.exists(result) && !train(from, round, result)) {
                return null;
            }
            from = CheckpointDirectory.open(result);
            AnswerSummary answers = drawing.validation(from);
            log.add(answers.toJson(run.settings().rounds() == 1 ? "after" : "after round " + round));
            if (best != null && answers.decidingScore() <= best.answers().decidingScore()) {
                err.printf("round %d is not better than round %d, which is kept%n", round, best.round());
                return new Kept(best.checkpoint(), best.round(), round, best.step(), best.answers());
            }
            best = new Kept(result, round, round, step(result), answers);
        }
        return best;
    }

    private boolean train(CheckpointDirectory from, int round, Path result) throws IOException {
        Path state = round == 1 ? run.state() : run.directory().resolve("round-" + round + ".state");
        Path scratch = Files.createDirectories(run.directory().resolve("scratch"));
        AlignmentTrainings trainings = new AlignmentTrainings(run.settings(), models, drawing, log, output.rollouts());
        boolean continues = run.resume() && Files.exists(state);
        try (DecoderTraining training = trainings.open(from, round, continues ? state : null, scratch)) {
            if (!training.run(progress(round), stop::isRequested, state)) {
                err.println("stopped after step " + training.stepsDone() + (round == 1 ? "" : " of round " + round)
                        + "; to continue, run the same command with --resume, which reads " + run.state());
                return false;
            }
            training.saveState(state);
            ValidationResult measured = training.best();
            if (measured != null) {
                Files.writeString(stepFile(result), Long.toString(measured.step()));
            }
            save(training, round, result);
        }
        return true;
    }

    private void save(DecoderTraining training, int round, Path result) throws IOException {
        Path unfinished = Replacement.beside(result);
        try {
            training.save(unfinished, run.settings().dtype());
            if (round > 1) {
                Replacement.delete(unfinished.resolve(DecoderTraining.ADAPTER));
            }
            CheckpointDirectory.put(unfinished, result);
        } catch (IOException | RuntimeException | Error e) {
            Replacement.discard(unfinished, e);
            throw e;
        }
    }

    private static Path stepFile(Path result) {
        return result.resolveSibling(result.getFileName() + ".step");
    }

    private static @Nullable Long step(Path result) throws IOException {
        Path file = stepFile(result);
        return Files.exists(file) ? Long.valueOf(Files.readString(file)) : null;
    }

    private Consumer<TrainingProgress> progress(int round) {
        AlignmentSettings settings = run.settings();
        boolean judged = settings.isJudged();
        Consumer<TrainingProgress> told = settings.method() == AlignmentMethod.BEST_OF_N && !judged
                ? new ProgressLines(err, BETWEEN_LINES, "tokens of answers")
                : progress -> measured(progress, judged);
        return progress -> {
            log.step(round, progress.step());
            told.accept(progress);
            output.watcher().accept(judged ? preferred(progress) : progress);
        };
    }

    /** With the score of {@link AlignmentOutput#watcher} in place of the mean score, which has no bounds. */
    private static TrainingProgress preferred(TrainingProgress progress) {
        ValidationResult result = progress.validation();
        if (result == null) {
            return progress;
        }
        double loss = Math.log1p(Math.exp(result.loss())); // its loss is the mean score, negated
        return new TrainingProgress(
                progress.step(),
                progress.epoch(),
                progress.tokensPerSecond(),
                progress.left(),
                new ValidationResult(result.step(), loss, Math.exp(-loss), null),
                progress.isBest());
    }

    private void measured(TrainingProgress progress, boolean judged) {
        ValidationResult result = progress.validation();
        if (result != null) {
            err.printf(
                    Locale.ROOT,
                    "step %d of %d: %s %.4f%s%n",
                    progress.step().step(),
                    progress.step().steps(),
                    judged
                            ? "mean score of the " + (run.settings().judge() == null ? "reward" : "judge")
                            : "loss on pairs of validation resumes",
                    (judged ? -1 : 1) * result.loss(),
                    progress.isBest() ? "" : " (not the best)");
            err.flush();
        }
    }
}
