package io.rolestream.trainer.run;

import io.rolestream.events.ModelVersion;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.trainer.TrainerSettings;
import io.rolestream.trainer.recipe.Candidate;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.recipe.TrainingRequest;
import io.rolestream.trainer.run.TrainingOutcome.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training from its frozen texts to the announcement, on the training's thread. The caller deletes the job
 * directory unless the outcome is {@link Kind#STOPPED}.
 *
 * @param stop checked often; true stops the training, which can be continued
 */
record TrainingAttempt(Trainings trainings, BooleanSupplier stop) {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingAttempt.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** @param champion the announcement of the job's champion, or null */
    TrainingOutcome run(TrainingJob job, @Nullable ModelVersion champion, RunningTraining progress) {
        TrainingOutcome outcome = outcome(job, champion, progress);
        LOG.info("version {}: {} {}", job.version(), outcome.kind().key(), String.join(" ", outcome.reasons()));
        if (outcome.kind() == Kind.PUBLISHED || outcome.kind() == Kind.REJECTED) {
            removeOldVersions();
        }
        return outcome;
    }

    private TrainingOutcome outcome(TrainingJob job, @Nullable ModelVersion champion, RunningTraining progress) {
        try {
            Niceness.apply(trainings.settings().nice());
            Optional<Candidate> candidate = train(job, champion, progress);
            if (candidate.isEmpty()) {
                return new TrainingOutcome(Kind.STOPPED, job.version());
            }
            trainings.meters().judged(candidate.get());
            progress.publishing();
            return new Publication(trainings, stop).publish(candidate.get(), job);
        } catch (InterruptedException e) {
            return new TrainingOutcome(Kind.STOPPED, job.version());
        } catch (TrainingImpossibleException e) {
            return new TrainingOutcome(Kind.IMPOSSIBLE, job.version(), List.of(String.valueOf(e.getMessage())));
        } catch (IOException | RuntimeException | Error e) {
            LOG.error("version {}: the training failed", job.version(), e);
            return new TrainingOutcome(Kind.FAILED, job.version(), List.of(e.toString()));
        }
    }

    private Optional<Candidate> train(TrainingJob job, @Nullable ModelVersion champion, RunningTraining progress)
            throws IOException, InterruptedException, TrainingImpossibleException {
        ModelToTrain model = trainings.model();
        JobDirectory jobs = trainings.jobs();
        Files.createDirectories(jobs.work());
        @Nullable LoadedModel loaded = champion == null ? null : load(champion);
        try {
            if (stop.getAsBoolean()) {
                return Optional.empty();
            }
            TrainingRequest request = new TrainingRequest(
                    model.name(),
                    job.version(),
                    model.rules(),
                    new FrozenTexts(jobs.texts()),
                    job.offsets(),
                    loaded,
                    trainings.settings().training());
            return trainings.procedure().run(request, jobs.work(), progress, stop);
        } finally {
            if (loaded != null) {
                loaded.close();
            }
        }
    }

    /** Waits for the store; null if the champion cannot be used, or the training was stopped. */
    private @Nullable LoadedModel load(ModelVersion champion) throws InterruptedException {
        TrainerSettings settings = trainings.settings();
        ModelSettings models = settings.models();
        ModelSettings yielding = new ModelSettings(
                models.store(),
                models.cache(),
                models.keys(),
                models.inference().withThreads(1, settings.training().threads()));
        try (ModelLoader loader =
                ModelLoader.of(yielding, trainings.model().rules().taxonomy())) {
            while (!stop.getAsBoolean()) {
                try {
                    return loader.load(champion);
                } catch (ModelRefusedException e) {
                    LOG.warn("cannot compare with the champion {}: {}", champion.getVersion(), e.getMessage());
                    return null;
                } catch (IOException e) {
                    LOG.warn("cannot download the champion; trying again: {}", e.toString());
                    Thread.sleep(RETRY_AFTER.toMillis());
                }
            }
            return null;
        }
    }

    private void removeOldVersions() {
        try {
            new VersionRetention(trainings).apply();
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot remove old versions now: {}", e.toString());
        }
    }
}
