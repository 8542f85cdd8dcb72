package io.rolestream.trainer.run;

import io.rolestream.common.service.Niceness;
import io.rolestream.engine.torch.ProcessEndsException;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.trainer.TrainerSettings;
import io.rolestream.trainer.gate.Succession;
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
        trainings.procedure().ended(trainings.model().name(), outcome);
        if (outcome.kind() == Kind.PUBLISHED || outcome.kind() == Kind.REJECTED) {
            removeOldVersions();
        }
        return outcome;
    }

    private TrainingOutcome outcome(TrainingJob job, @Nullable ModelVersion champion, RunningTraining progress) {
        try {
            Niceness.apply("the training", trainings.settings().nice());
            Files.createDirectories(trainings.jobs().work());
            Optional<Candidate> candidate;
            String refusal;
            try (OpenedChampion opened = open(champion)) {
                candidate = train(job, opened.model(), progress);
                refusal = opened.refusal();
            }
            if (candidate.isEmpty()) {
                return new TrainingOutcome(Kind.STOPPED, job.version());
            }
            trainings.meters().judged(candidate.get());
            progress.publishing();
            return new Publication(trainings.target(), stop).publish(judged(candidate.get(), job, refusal), job);
        } catch (InterruptedException e) {
            return new TrainingOutcome(Kind.STOPPED, job.version());
        } catch (TrainingImpossibleException e) {
            return new TrainingOutcome(Kind.IMPOSSIBLE, job.version(), List.of(String.valueOf(e.getMessage())));
        } catch (IOException | RuntimeException | Error e) {
            if (ProcessEndsException.isCauseOf(e)) {
                return new TrainingOutcome(Kind.STOPPED, job.version());
            }
            LOG.error("version {}: the training failed", job.version(), e);
            return new TrainingOutcome(Kind.FAILED, job.version(), List.of(e.toString()));
        }
    }

    /** @param refusal why the job's champion could not be loaded, or null */
    private Publication.Judged judged(Candidate candidate, TrainingJob job, @Nullable String refusal)
            throws IOException {
        Succession succession = new Succession(candidate.evaluation(), candidate.verdict(), job.champion(), refusal);
        return new Publication.Judged(
                candidate.packaged(job.input().metrics()),
                candidate.verdict().stated(),
                trainings.settings().publishing().stage(),
                (version, champion) -> champion.map(one -> succession.obstacle(one.getVersion()))
                        .map(obstacle -> Publication.Staging.challenger(version, obstacle))
                        .orElse(version));
    }

    private Optional<Candidate> train(TrainingJob job, @Nullable LoadedModel champion, RunningTraining progress)
            throws IOException, InterruptedException, TrainingImpossibleException {
        if (stop.getAsBoolean()) {
            return Optional.empty();
        }
        ModelToTrain model = trainings.model();
        JobDirectory jobs = trainings.jobs();
        TrainingRequest request = new TrainingRequest(
                model.name(),
                job.version(),
                model.rules(),
                new FrozenTexts(jobs.texts()),
                job.offsets(),
                champion,
                trainings.settings().training());
        return trainings.procedure().run(request, jobs.work(), progress, stop);
    }

    /**
     * @param model null if there is none to compare with
     * @param refusal why the champion cannot be used, or null
     */
    private record OpenedChampion(
            @Nullable LoadedModel model, @Nullable String refusal) implements AutoCloseable {
        @Override
        public void close() {
            if (model != null) {
                model.close();
            }
        }
    }

    /** Waits for the store, unless the training is stopped. */
    private OpenedChampion open(@Nullable ModelVersion champion) throws InterruptedException {
        if (champion == null) {
            return new OpenedChampion(null, null);
        }
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
                    return new OpenedChampion(loader.load(champion), null);
                } catch (ModelRefusedException e) {
                    LOG.warn("cannot compare with the champion {}: {}", champion.getVersion(), e.getMessage());
                    return new OpenedChampion(null, e.getMessage());
                } catch (IOException e) {
                    LOG.warn("cannot download the champion; trying again: {}", e.toString());
                    Thread.sleep(RETRY_AFTER.toMillis());
                }
            }
            return new OpenedChampion(null, null);
        }
    }

    private void removeOldVersions() {
        try {
            new VersionRetention(trainings.target()).apply();
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot remove old versions now: {}", e.toString());
        }
    }
}
