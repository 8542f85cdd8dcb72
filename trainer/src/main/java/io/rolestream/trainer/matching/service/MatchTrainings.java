package io.rolestream.trainer.matching.service;

import io.rolestream.common.clients.Cluster;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.models.task.VersionTask;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.TrainerSettings;
import io.rolestream.trainer.matching.store.MatchStore;
import io.rolestream.trainer.run.JobDirectory;
import io.rolestream.trainer.run.Publication;
import io.rolestream.trainer.run.RoleShares;
import io.rolestream.trainer.run.TrainerMeters;
import io.rolestream.trainer.run.Training;
import io.rolestream.trainer.run.TrainingJob;
import io.rolestream.trainer.run.Trigger;
import io.rolestream.trainer.run.VersionTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts trainings of the recommender's models, and continues those that were stopped or killed. Each model has a
 * directory of its own, in that of the trainer, for its training and for the list of its versions.
 *
 * @param trainer announces their versions
 * @param rules whose roles and keywords the recommender uses
 * @param leads whether to announce
 */
public record MatchTrainings(
        Cluster cluster,
        TrainerSettings settings,
        String trainer,
        RuleSet rules,
        MatchProcedure procedure,
        Publication.Leads leads,
        TrainerMeters meters) {
    private static final Logger LOG = LoggerFactory.getLogger(MatchTrainings.class);

    /** Deletes what trainings of models that are no longer trained have kept: nothing would erase from it. */
    public static void deleteUnused(TrainerSettings settings) throws IOException {
        for (VersionTask task : List.of(VersionTask.EMBEDDER, VersionTask.RERANKER)) {
            if (!settings.matching().models().contains(task)) {
                new JobDirectory(directory(settings, task)).drop();
            }
        }
        if (settings.matching().models().isEmpty()) {
            MatchStore.delete(settings.dataDirectory());
        }
    }

    private Path directory(VersionTask task) {
        return directory(settings, task);
    }

    private static Path directory(TrainerSettings settings, VersionTask task) {
        return settings.dataDirectory().resolve(task.recommenderModel());
    }

    JobDirectory jobs(VersionTask task) {
        return new JobDirectory(directory(task));
    }

    Publication.Target target(VersionTask task) {
        return new Publication.Target(
                cluster,
                settings.models(),
                trainer,
                task.recommenderModel(),
                directory(task),
                settings.publishing().keepVersions(),
                leads);
    }

    /**
     * Trains on the existing pairs.
     *
     * @param offsets by {@code topic-partition}: up to where the topics were read before, exclusive
     */
    Training begin(VersionTask task, Trigger trigger, VersionTable table, Map<String, Long> offsets) {
        Optional<ModelVersion> matcher = table.champion(VersionTask.MATCHER);
        Optional<ModelVersion> reward =
                task == VersionTask.RERANKER ? table.champion(VersionTask.REWARD) : Optional.empty();
        TrainingJob job = new TrainingJob(
                VersionTimes.next(table, task.recommenderModel(), Instant.now()),
                trigger,
                table.champion(task.recommenderModel())
                        .map(ModelVersion::getVersion)
                        .orElse(null),
                offsets,
                0,
                0,
                new RoleShares(Map.of()));
        LOG.info("training version {} of {}, because {}", job.version(), task.recommenderModel(), trigger.sentence());
        return started(new Training(job, begun -> attempt(task, begun).begin(matcher, reward)));
    }

    Training resume(VersionTask task, TrainingJob job) {
        LOG.info("continuing the training of version {} of {}", job.version(), task.recommenderModel());
        return started(new Training(job, resumed -> attempt(task, resumed).run()));
    }

    private MatchAttempt attempt(VersionTask task, Training training) {
        return new MatchAttempt(this, task, training);
    }

    private static Training started(Training training) {
        training.start();
        return training;
    }
}
