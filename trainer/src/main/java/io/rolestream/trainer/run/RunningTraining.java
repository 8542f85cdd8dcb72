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
        /** Before anything. */
        public static final At BEGINNING = new At(null, null, null, false);

        /**
         * At the beginning of a stage. The last result of a stage with steps is still the latest in those that judge
         * the model.
         *
         * @param next null for steps of no stage
         */
        public At begun(@Nullable Stage next) {
            return new At(next, null, next == null || next.hasSteps() ? null : measured, false);
        }

        /** After a step. */
        public At progressed(TrainingProgress step) {
            return new At(stage, step, step.validation() == null ? measured : step, false);
        }

        @Nullable
        String stageKey() {
            return stage == null ? null : stage.key();
        }
    }

    private final String version;
    private volatile At at = At.BEGINNING;
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
        report(training == null ? At.BEGINNING : training.at(), status);
    }

    /** As above. */
    public static void report(At at, TrainerStatus.Builder status) {
        TrainingProgress progress = at.progress();
        TrainingProgress measured = at.measured();
        ValidationResult heldOut = measured == null ? null : measured.validation();
        status.setStage(at.stageKey())
                .setEpoch(progress == null ? null : progress.epoch())
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
        at = at.begun(stage);
        LOG.info("version {}: {}, {} texts", version, at.stageKey(), examples);
    }

    @Override
    public void progressed(Stage stage, TrainingProgress progress) {
        at = at.progressed(progress);
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
