package io.rolestream.trainer.run;

import io.rolestream.common.clients.Cluster;
import io.rolestream.evaluation.verdict.StatedVerdict;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.announcements.AnnouncedVerdict;
import io.rolestream.models.announcements.SigningKeys;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.announcements.VersionException;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.models.artifact.VersionPackage;
import io.rolestream.models.loading.VersionPublisher;
import io.rolestream.models.store.ArtifactStore;
import io.rolestream.models.store.ArtifactStores;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.trainer.run.TrainingOutcome.Kind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
 * only a champion that it was compared with ({@link Staging}); otherwise it becomes challenger.
 *
 * @param stop true ends waiting
 */
public record Publication(Target target, BooleanSupplier stop) {
    static {
        GeneratedRecords.trust();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    @FunctionalInterface
    public interface Leads {
        boolean confirm() throws InterruptedException;
    }

    /**
     * Where the versions of a model go.
     *
     * @param trainer who announces them
     * @param model its name
     * @param directory where this trainer notes which versions it stored
     * @param keepVersions how many of the latest are kept
     * @param leads whether to announce
     */
    public record Target(
            Cluster cluster,
            ModelSettings models,
            String trainer,
            String model,
            Path directory,
            int keepVersions,
            Leads leads) {
        /** Announces the model's versions; the caller closes it. */
        VersionAnnouncer announcer() {
            return new VersionAnnouncer(cluster, trainer, SigningKeys.read(models.keys()));
        }

        ArtifactStore openStore() throws IOException {
            return ArtifactStores.open(models.store());
        }
    }

    /** Decides the stage of a version that passed the gate, beside the champion at its announcement. */
    @FunctionalInterface
    public interface Staging {
        ModelVersion staged(ModelVersion version, Optional<ModelVersion> champion);

        /**
         * The version as challenger, with the reason first.
         *
         * @param obstacle why it may not become champion by itself, a sentence
         */
        static ModelVersion challenger(ModelVersion version, String obstacle) {
            List<String> reasons = new ArrayList<>(version.getGateReasons());
            reasons.add(
                    0,
                    obstacle
                            + " To make it champion all the same: `rolestream models promote %s --name %s`."
                                    .formatted(version.getVersion(), version.getName()));
            return ModelVersion.newBuilder(version)
                    .setStage(ModelStage.CHALLENGER)
                    .setGateReasons(reasons)
                    .build();
        }
    }

    /**
     * A version with the gate's verdict.
     *
     * @param stage if it passed, before {@code staging} has seen the champion
     */
    public record Judged(VersionPackage packaged, StatedVerdict verdict, ModelStage stage, Staging staging) {}

    /** @throws IOException if the model cannot be published, and waiting does not help */
    public TrainingOutcome publish(Judged judged, TrainingJob job) throws IOException, InterruptedException {
        while (!stop.getAsBoolean()) {
            try {
                return attempt(judged, job);
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (IOException | KafkaException | SchemaRegistryException | VersionException e) {
                LOG.warn("cannot publish version {} yet; trying again: {}", job.version(), e.toString());
                Thread.sleep(RETRY_AFTER.toMillis());
            }
        }
        return new TrainingOutcome(Kind.STOPPED, job.version());
    }

    private TrainingOutcome attempt(Judged judged, TrainingJob job) throws IOException, InterruptedException {
        new PublishedVersions(target.directory()).add(job.version());
        ModelVersion version = store(judged);
        if (!target.leads().confirm()) {
            return new TrainingOutcome(Kind.STOPPED, job.version(), List.of("another trainer leads"));
        }
        try (VersionAnnouncer announcer = target.announcer()) {
            List<ModelVersion> chosen = new ArrayList<>();
            var announced = announcer.announce(table -> {
                Optional<ModelVersion> choice = choose(table, version, judged.staging(), job);
                choice.ifPresent(chosen::add);
                return choice;
            });
            announced.forEach(one -> LOG.info("{}/{} is {} now", one.getName(), one.getVersion(), one.getStage()));
            if (chosen.isEmpty()) {
                discard(version);
                return new TrainingOutcome(
                        Kind.SURPASSED, job.version(), List.of("a later version has been announced meanwhile"));
            }
            return outcome(chosen.get(0));
        }
    }

    private static TrainingOutcome outcome(ModelVersion announced) {
        if (announced.getStage() == ModelStage.REJECTED) {
            return new TrainingOutcome(Kind.REJECTED, announced.getVersion(), announced.getGateReasons());
        }
        List<String> facts = new ArrayList<>();
        facts.add("as %s; gate: %s"
                .formatted(announced.getStage(), AnnouncedVerdict.of(announced).words()));
        facts.addAll(announced.getGateReasons());
        return new TrainingOutcome(Kind.PUBLISHED, announced.getVersion(), facts);
    }

    private ModelVersion store(Judged judged) throws IOException {
        ModelStage stage = judged.verdict().kind().passed() ? judged.stage() : ModelStage.REJECTED;
        try (ArtifactStore store = target.openStore()) {
            ModelVersion published =
                    new VersionPublisher(store, target.models().keys().readPrivate()).publish(judged.packaged(), stage);
            return AnnouncedVerdict.withVerdict(published, judged.verdict());
        }
    }

    /** Deletes a version that will not be announced. */
    private void discard(ModelVersion version) throws IOException {
        try (ArtifactStore store = target.openStore()) {
            store.delete(version.getName() + "/" + version.getVersion());
        }
    }

    /** The version as it is announced, or was by this trainer before it died; empty if it is surpassed. */
    private static Optional<ModelVersion> choose(
            VersionTable table, ModelVersion version, Staging staging, TrainingJob job) {
        Optional<ModelVersion> there = table.version(version.getName(), version.getVersion());
        if (there.isPresent()) {
            if (!there.get().getFiles().equals(version.getFiles())) {
                throw new IllegalStateException(
                        "version %s was announced before, with other files".formatted(version.getVersion()));
            }
            return there;
        }
        if (isSurpassed(table, version.getName(), job)) {
            return Optional.empty();
        }
        return Optional.of(
                version.getStage() == ModelStage.CHAMPION
                        ? staging.staged(version, table.champion(version.getName()))
                        : version);
    }

    /** Whether a trainer announced a version that began later, or a person promoted one. */
    public static boolean isSurpassed(VersionTable table, String model, TrainingJob job) {
        return VersionTimes.timed(table, model, Instant.now())
                .filter(other -> other.getVersion().compareTo(job.version()) > 0)
                .anyMatch(other -> LastTraining.isOfStream(other) || other.getStage() == ModelStage.CHAMPION);
    }
}
