package io.rolestream.trainer.run;

import io.rolestream.common.clients.Cluster;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.trainer.TrainerSettings;
import io.rolestream.trainer.accumulator.ObservedVotes;
import io.rolestream.trainer.examples.ExampleReader;
import io.rolestream.trainer.examples.ExampleStore;
import io.rolestream.trainer.labelling.WeakLabeller;
import io.rolestream.trainer.run.TrainingOutcome.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts trainings, and continues those that were stopped or killed.
 *
 * @param trainer announces their versions
 * @param leads whether to announce
 */
public record Trainings(
        Cluster cluster,
        TrainerSettings settings,
        String trainer,
        ModelToTrain model,
        TrainingProcedure procedure,
        ExampleStore store,
        Publication.Leads leads,
        TrainerMeters meters) {
    private static final Logger LOG = LoggerFactory.getLogger(Trainings.class);

    public JobDirectory jobs() {
        return new JobDirectory(settings.dataDirectory());
    }

    /** Where the versions of these trainings go. */
    Publication.Target target() {
        return new Publication.Target(
                cluster,
                settings.models(),
                trainer,
                model.name(),
                settings.dataDirectory(),
                settings.publishing().keepVersions(),
                leads);
    }

    /**
     * Trains on the existing examples.
     *
     * @param commands offsets of the commands that it answers, by partition
     */
    public Training begin(Trigger trigger, VersionTable table, Map<String, Long> commands) {
        @Nullable ModelVersion champion = table.champion(model.name()).orElse(null);
        // Before the texts are read: whatever comes meanwhile counts as new afterwards, even if it is among them.
        Map<String, Long> offsets = new HashMap<>(commands);
        store.positions().forEach((partition, next) -> offsets.put(partition.toString(), next));
        TrainingJob draft = new TrainingJob(
                VersionTimes.next(table, model.name(), Instant.now()),
                trigger,
                champion == null ? null : champion.getVersion(),
                offsets,
                0,
                0,
                new RoleShares(Map.of()));
        LOG.info("training version {}, because {}", draft.version(), trigger.sentence());
        Training training = new Training(draft, begun -> freezeAndRun(begun, champion));
        training.start();
        return training;
    }

    private TrainingOutcome freezeAndRun(Training training, @Nullable ModelVersion champion) {
        TrainingJob draft = training.job();
        try (ExampleReader reader = store.reader()) {
            JobDirectory jobs = jobs();
            jobs.prepare();
            TrainingJob job =
                    draft.of(FrozenTexts.write(reader, model.rules().taxonomy(), observedVotes(), jobs.texts()));
            jobs.begin(job);
            training.job(job);
        } catch (IOException | RuntimeException e) {
            LOG.error("version {}: cannot freeze the examples", draft.version(), e);
            return new TrainingOutcome(Kind.FAILED, draft.version(), List.of(e.toString()));
        }
        return run(training, champion);
    }

    private ObservedVotes observedVotes() {
        return settings.training().recipe().labels().labellers().contains(WeakLabeller.OBSERVED)
                ? ObservedVotes.read(cluster)
                : ObservedVotes.NONE;
    }

    public Training resume(TrainingJob job, VersionTable table) {
        LOG.info("continuing the training of version {}", job.version());
        String parent = job.champion();
        @Nullable
        ModelVersion champion =
                parent == null ? null : table.version(model.name(), parent).orElse(null);
        Training training = new Training(job, resumed -> run(resumed, champion));
        training.start();
        return training;
    }

    private TrainingOutcome run(Training training, @Nullable ModelVersion champion) {
        return new TrainingAttempt(this, training::isStopping).run(training.job(), champion, training.progress());
    }
}
