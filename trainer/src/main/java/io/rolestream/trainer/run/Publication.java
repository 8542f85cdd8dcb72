package io.rolestream.trainer.run;

import io.rolestream.evaluation.verdict.GateVerdict;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.announcements.VersionException;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.models.artifact.VersionPackage;
import io.rolestream.models.loading.VersionPublisher;
import io.rolestream.models.store.ArtifactStore;
import io.rolestream.models.store.ArtifactStores;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.trainer.TrainerSettings;
import io.rolestream.trainer.recipe.Candidate;
import io.rolestream.trainer.run.TrainingOutcome.Kind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores a trained model, then announces it. Both can be repeated after a crash at any point: the store recognises an
 * existing version, and an existing announcement is not changed. It waits for a store or cluster that does not answer.
 *
 * <p>Only the leader announces a version, and only if no version that began later was announced meanwhile. It replaces
 * only the champion that it was compared with: if another version has become champion, it becomes challenger.
 *
 * @param stop true ends waiting
 */
public record Publication(Trainings trainings, BooleanSupplier stop) {
    static {
        GeneratedRecords.trust();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    @FunctionalInterface
    public interface Leads {
        boolean confirm() throws InterruptedException;
    }

    /** @throws IOException if the model cannot be published, and waiting does not help */
    TrainingOutcome publish(Candidate candidate, TrainingJob job) throws IOException, InterruptedException {
        VersionPackage packaged = candidate.packaged(job.input().metrics());
        while (!stop.getAsBoolean()) {
            try {
                return attempt(packaged, candidate.verdict(), job);
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (IOException | KafkaException | SchemaRegistryException | VersionException e) {
                LOG.warn("cannot publish version {} yet; trying again: {}", job.version(), e.toString());
                Thread.sleep(RETRY_AFTER.toMillis());
            }
        }
        return new TrainingOutcome(Kind.STOPPED, job.version());
    }

    private TrainingOutcome attempt(VersionPackage packaged, GateVerdict verdict, TrainingJob job)
            throws IOException, InterruptedException {
        new PublishedVersions(trainings.settings().dataDirectory()).add(job.version());
        ModelVersion version = store(packaged, verdict);
        if (!trainings.leads().confirm()) {
            return new TrainingOutcome(Kind.STOPPED, job.version(), List.of("another trainer leads"));
        }
        try (VersionAnnouncer announcer = trainings.announcer()) {
            boolean[] surpassed = new boolean[1];
            var announced = announcer.announce(table -> {
                Optional<ModelVersion> choice = choose(table, version, job);
                surpassed[0] = choice.isEmpty();
                return choice;
            });
            announced.forEach(one -> LOG.info("{}/{} is {} now", one.getName(), one.getVersion(), one.getStage()));
            if (surpassed[0]) {
                discard(version);
                return new TrainingOutcome(
                        Kind.SURPASSED, job.version(), List.of("a later version has been announced meanwhile"));
            }
        }
        return version.getGatePassed()
                ? new TrainingOutcome(Kind.PUBLISHED, job.version())
                : new TrainingOutcome(Kind.REJECTED, job.version(), version.getGateReasons());
    }

    private ModelVersion store(VersionPackage packaged, GateVerdict verdict) throws IOException {
        boolean passed = verdict.passed();
        TrainerSettings settings = trainings.settings();
        ModelStage stage = passed ? settings.publishing().stage() : ModelStage.REJECTED;
        try (ArtifactStore store = openStore()) {
            ModelVersion published =
                    new VersionPublisher(store, settings.models().keys().readPrivate()).publish(packaged, stage);
            return ModelVersion.newBuilder(published)
                    .setGatePassed(passed)
                    .setGateReasons(verdict.reasons())
                    .build();
        }
    }

    private ArtifactStore openStore() throws IOException {
        return ArtifactStores.open(trainings.settings().models().store());
    }

    /** Deletes a version that will not be announced. */
    private void discard(ModelVersion version) throws IOException {
        try (ArtifactStore store = openStore()) {
            store.delete(version.getName() + "/" + version.getVersion());
        }
    }

    private static Optional<ModelVersion> choose(VersionTable table, ModelVersion version, TrainingJob job) {
        Optional<ModelVersion> there = table.version(version.getName(), version.getVersion());
        if (there.isPresent() && !there.get().getFiles().equals(version.getFiles())) {
            throw new IllegalStateException(
                    "version %s was announced before, with other files".formatted(version.getVersion()));
        }
        if (there.isEmpty() && isSurpassed(table, version.getName(), job)) {
            return Optional.empty();
        }
        boolean otherChampion = table.champion(version.getName())
                .filter(champion -> !champion.getVersion().equals(job.champion()))
                .isPresent();
        if (version.getStage() == ModelStage.CHAMPION && otherChampion) {
            return Optional.of(ModelVersion.newBuilder(version)
                    .setStage(ModelStage.CHALLENGER)
                    .build());
        }
        return Optional.of(version);
    }

    /** Whether a trainer announced a version that began later, or a person promoted one. */
    public static boolean isSurpassed(VersionTable table, String model, TrainingJob job) {
        return VersionTimes.timed(table, model, Instant.now())
                .filter(other -> other.getVersion().compareTo(job.version()) > 0)
                .anyMatch(other -> LastTraining.isOfStream(other) || other.getStage() == ModelStage.CHAMPION);
    }
}
