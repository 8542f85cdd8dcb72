package io.rolestream.trainer.run;

import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.engine.training.ValidationResult;
import io.rolestream.events.TrainerStatus;
import io.rolestream.trainer.recipe.TrainingMonitor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The progress of a training: written by its thread, read by any. */
public final class RunningTraining implements TrainingMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(RunningTraining.class);
    private static final long LOG_EVERY = Duration.ofSeconds(30).toNanos();

    /**
     * @param stage null before the first
     * @param progress null if the stage has no steps
     * @param measured the latest progress with a validation result; null before the first of a stage with steps
     * @param publishing whether the training itself is over
     */
    public record At(
            @Nullable Stage stage,
            @Nullable TrainingProgress progress,
            @Nullable TrainingProgress measured,
            boolean publishing) {
        @Nullable
        String stageKey() {
            return stage == null ? null : stage.key();
        }
    }

    private final String version;
    private volatile At at = new At(null, null, null, false);
    private long loggedAt = System.nanoTime();

    RunningTraining(String version) {
        this.version = version;
    }

    public At at() {
        return at;
    }

    /**
     * Puts the progress of a training into a report.
     *
     * @param training null if none runs
     */
    public static void report(@Nullable RunningTraining training, TrainerStatus.Builder status) {
        At at = training == null ? null : training.at();
        status.setStage(at == null ? null : at.stageKey());
        report(at == null ? null : at.progress(), at == null ? null : at.measured(), status);
    }

    /**
     * As above, but for the stage.
     *
     * @param progress null without a step
     * @param measured the latest progress with a validation result, null if there is none
     */
    public static void report(
            @Nullable TrainingProgress progress, @Nullable TrainingProgress measured, TrainerStatus.Builder status) {
        ValidationResult heldOut = measured == null ? null : measured.validation();
        status.setEpoch(progress == null ? null : progress.epoch())
                .setLoss(progress == null ? null : progress.step().loss())
                .setLearningRate(progress == null ? null : progress.step().rate())
                .setTokensPerSecond(progress == null ? null : progress.tokensPerSecond())
                .setSecondsLeft(progress == null ? null : progress.left().toSeconds())
                .setHeldOutEpoch(measured == null ? null : measured.epoch())
                .setHeldOutLoss(heldOut == null ? null : heldOut.loss())
                .setHeldOutScore(heldOut == null ? null : heldOut.score());
    }

    @Override
    public void stage(Stage stage, long examples) {
        // The last result of a stage with steps is still the latest in those that judge the model.
        at = new At(stage, null, stage.hasSteps() ? null : at.measured(), false);
        LOG.info("version {}: {}, {} texts", version, at.stageKey(), examples);
    }

    @Override
    public void progressed(Stage stage, TrainingProgress progress) {
        at = new At(stage, progress, progress.validation() == null ? at.measured() : progress, false);
        if (System.nanoTime() - loggedAt > LOG_EVERY) {
            loggedAt = System.nanoTime();
            LOG.info(
                    "version {}: {}, epoch {}, loss {}, {} tokens/s, {} s left",
                    version,
                    at.stageKey(),
                    "%.2f".formatted(progress.epoch()),
                    "%.4f".formatted(progress.step().loss()),
                    Math.round(progress.tokensPerSecond()),
                    progress.left().toSeconds());
        }
    }

    @Override
    public void note(String sentence) {
        LOG.info("version {}: {}", version, sentence);
    }

    public void publishing() {
        at = new At(null, null, null, true);
    }
}
