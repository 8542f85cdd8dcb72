package io.rolestream.trainer.matching.service;

import io.rolestream.common.files.PrivateFiles;
import io.rolestream.common.service.Niceness;
import io.rolestream.engine.torch.ProcessEndsException;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.task.VersionTask;
import io.rolestream.trainer.TrainerSettings;
import io.rolestream.trainer.matching.MatchCandidate;
import io.rolestream.trainer.matching.MatchChampions;
import io.rolestream.trainer.matching.MatchRequest;
import io.rolestream.trainer.matching.MatchingData;
import io.rolestream.trainer.matching.run.ChampionFiles;
import io.rolestream.trainer.matching.run.MatchStages;
import io.rolestream.trainer.matching.store.MatchStore;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.run.JobDirectory;
import io.rolestream.trainer.run.Publication;
import io.rolestream.trainer.run.Training;
import io.rolestream.trainer.run.TrainingJob;
import io.rolestream.trainer.run.TrainingOutcome;
import io.rolestream.trainer.run.TrainingOutcome.Kind;
import io.rolestream.trainer.run.VersionRetention;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training of a matcher or a reward model, from the copy of the pairs and of the champions with which it begins to
 * the announcement, on the training's thread. The caller deletes the job directory unless the outcome is
 * {@link Kind#STOPPED}.
 */
record MatchAttempt(MatchTrainings trainings, VersionTask task, Training training) {
    private static final Logger LOG = LoggerFactory.getLogger(MatchAttempt.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    @FunctionalInterface
    private interface Work {
        TrainingOutcome run() throws IOException, InterruptedException, TrainingImpossibleException;
    }

    /**
     * Freezes what a killed training must continue with, and trains.
     *
     * @param matcher the champion that retrieves; empty for none
     * @param reward the champion that re-ranks; empty for none, or for a matcher
     */
    TrainingOutcome begin(Optional<ModelVersion> matcher, Optional<ModelVersion> reward) {
        return ended(() -> {
            JobDirectory jobs = trainings.jobs(task);
            jobs.prepare();
            PrivateFiles.directory(jobs.directory());
            try (MatchStore store = MatchStore.open(trainings.settings().dataDirectory())) {
                store.copy(jobs.directory());
            }
            if (!download(new ChampionFiles(jobs.directory()), matcher, reward)) {
                return stopped();
            }
            jobs.begin(training.job());
            return train();
        });
    }

    /** Continues a training. */
    TrainingOutcome run() {
        return ended(this::train);
    }

    private TrainingOutcome ended(Work work) {
        TrainingOutcome outcome = outcome(work);
        String name = task.recommenderModel();
        LOG.info(
                "version {} of {}: {} {}",
                outcome.version(),
                name,
                outcome.kind().key(),
                String.join(" ", outcome.reasons()));
        if (outcome.kind() == Kind.PUBLISHED || outcome.kind() == Kind.REJECTED) {
            try {
                new VersionRetention(trainings.target(task)).apply();
            } catch (IOException | RuntimeException e) {
                LOG.warn("cannot remove old versions of {} now: {}", name, e.toString());
            }
        }
        return outcome;
    }

    private TrainingOutcome outcome(Work work) {
        String version = training.job().version();
        try {
            Niceness.apply("the training", trainings.settings().nice());
            return work.run();
        } catch (InterruptedException e) {
            return stopped();
        } catch (TrainingImpossibleException e) {
            return new TrainingOutcome(Kind.IMPOSSIBLE, version, List.of(String.valueOf(e.getMessage())));
        } catch (IOException | RuntimeException | Error e) {
            if (ProcessEndsException.isCauseOf(e)) {
                return stopped();
            }
            LOG.error("version {} of {}: the training failed", version, task.recommenderModel(), e);
            return new TrainingOutcome(Kind.FAILED, version, List.of(e.toString()));
        }
    }

    private TrainingOutcome stopped() {
        return new TrainingOutcome(Kind.STOPPED, training.job().version(), List.of());
    }

    /** Waits for the store; false if the training is stopped meanwhile. */
    private boolean download(ChampionFiles files, Optional<ModelVersion> matcher, Optional<ModelVersion> reward)
            throws InterruptedException {
        TrainerSettings settings = trainings.settings();
        while (!training.isStopping()) {
            try {
                files.download(
                        matcher,
                        reward,
                        settings.models(),
                        trainings.rules().taxonomy(),
                        settings.training().threads());
                return true;
            } catch (IOException e) {
                LOG.warn("cannot download the champions; trying again: {}", e.toString());
                Thread.sleep(RETRY_AFTER.toMillis());
            }
        }
        return false;
    }

    private TrainingOutcome train() throws IOException, InterruptedException, TrainingImpossibleException {
        TrainingJob job = training.job();
        JobDirectory jobs = trainings.jobs(task);
        MatchingData data;
        try (MatchStore store = MatchStore.open(jobs.directory())) {
            data = store.data(sentence -> training.progress().note(sentence));
        }
        MatchChampions champions = new ChampionFiles(jobs.directory()).champions(task, job.champion());
        MatchRequest request = new MatchRequest(
                job.version(),
                trainings.rules(),
                data,
                champions,
                job.offsets(),
                trainings.settings().matching().of(task));
        Optional<MatchCandidate> candidate =
                trainings.procedure().run(request, task, jobs.work(), training.progress(), training::isStopping);
        if (candidate.isEmpty()) {
            return stopped();
        }
        trainings.meters().judged(candidate.get().verdict().kind());
        training.progress().publishing();
        return new Publication(trainings.target(task), training::isStopping)
                .publish(
                        new Publication.Judged(
                                candidate.get().packaged(),
                                candidate.get().verdict().stated(),
                                trainings.settings().publishing().stage(),
                                new MatchStages(champions.version())),
                        job);
    }
}
