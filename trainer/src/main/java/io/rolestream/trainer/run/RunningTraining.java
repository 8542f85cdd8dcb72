package io.rolestream.trainer.run;

import io.rolestream.engine.training.TrainingProgress;
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
     * @param publishing whether the training itself is over
     */
    public record At(@Nullable Stage stage, @Nullable TrainingProgress progress, boolean publishing) {
        @Nullable
        public String stageKey() {
            return stage == null ? null : stage.key();
        }
    }

    private final String version;
    private volatile At at = new At(null, null, false);
    private long loggedAt = System.nanoTime();

    RunningTraining(String version) {
        this.version = version;
    }

    public At at() {
        return at;
    }

    @Override
    public void stage(Stage stage, long examples) {
        at = new At(stage, null, false);
        LOG.info("version {}: {}, {} texts", version, at.stageKey(), examples);
    }

    @Override
    public void progressed(Stage stage, TrainingProgress progress) {
        at = new At(stage, progress, false);
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
        at = new At(null, null, true);
    }
}
