package io.rolestream.models.loading;

import io.rolestream.common.config.Settings;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.safetensors.Weights;
import io.rolestream.engine.task.DeviceChoice;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.artifact.AllowedFiles;
import io.rolestream.models.artifact.AnnouncedVersion;
import io.rolestream.models.artifact.Manifest;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.PemKeys;
import io.rolestream.models.artifact.Sha256;
import io.rolestream.models.artifact.SmokeTest;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.artifact.VersionFile;
import io.rolestream.models.artifact.VersionNames;
import io.rolestream.models.artifact.VersionRules;
import io.rolestream.models.artifact.VersionSignature;
import io.rolestream.models.store.ArtifactStore;
import io.rolestream.models.store.OutgoingFile;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Packages a checkpoint as a model version and puts it into a store, at {@code NAME/VERSION}. It does not announce;
 * it returns the announcement for the caller to send.
 *
 * <p>The store shows a version only when it is complete. So a publisher may die at any point and be called again: it
 * finds either nothing, or the version with the same model, whose files then make the announcement. Files that
 * describe a model, such as its evaluation, may have been written again meanwhile; recomputed numbers may differ in
 * their last digits, and the stored ones are as good.
 */
public final class VersionPublisher {
    /** Skill lists of different roles, short enough for every model. */
    public static final List<String> SMOKE_INPUTS = List.of(
            "java, spring",
            "python, pandas, numpy, scikit-learn, machine learning, sql",
            "html, css, javascript, react, typescript, figma",
            "linux, bash, docker, kubernetes, terraform, aws, ci/cd",
            "c#, .net, asp.net, entity framework, azure",
            "oracle, pl/sql, postgresql, backup, replication, tuning",
            "cisco, routing, switching, firewall, vpn, tcp/ip",
            "scrum, stakeholder management, budgeting, risk, roadmaps");

    static {
        GeneratedRecords.trust(); // announcements are copied in builders, to change their stage
    }

    private final ArtifactStore store;
    private final @Nullable PrivateKey privateKey;

    /** @param privateKey what versions are signed with; null signs none */
    public VersionPublisher(ArtifactStore store, @Nullable PrivateKey privateKey) {
        this.store = store;
        this.privateKey = privateKey;
    }

    /**
     * A publisher that signs as {@link ModelsConfig#PRIVATE_KEY} says.
     *
     * @throws io.rolestream.common.config.ConfigurationException if the key cannot be read
     */
    public static VersionPublisher of(Settings settings, ArtifactStore store) {
        Path key = settings.optionalPath(ModelsConfig.PRIVATE_KEY);
        return new VersionPublisher(store, key == null ? null : PemKeys.privateKey(key));
    }

    /**
     * Publishes a checkpoint. Copies the files needed for inference, the rule set ({@value VersionRules#FILE}) and
     * the evaluation ({@value AllowedFiles#EVALUATION}) if present, and documents (a model card, images); other files
     * are not copied.
     *
     * @param smokeInputs the texts of the smoke test, see {@link SmokeTest#of}
     * @param stage of the announcement
     * @return the announcement, with the present time and without a verdict of the gate
     * @throws FileAlreadyExistsException if another model has this version
     * @throws CheckpointException if the directory contains no classifier, or a malformed one
     * @throws IllegalArgumentException if a smoke input is longer than the model's maximum
     * @throws IOException if the checkpoint cannot be read, or the store cannot be reached
     */
    public ModelVersion publish(Path directory, VersionDetails details, List<String> smokeInputs, ModelStage stage)
            throws IOException, InterruptedException {
        CheckpointDirectory checkpoint = CheckpointDirectory.open(directory);
        String location = details.name() + "/" + details.version();
        List<OutgoingFile> files = new ArrayList<>();
        Set<String> needed = needed(checkpoint);
        for (String path : withCompanions(checkpoint, needed)) {
            files.add(OutgoingFile.of(path, directory.resolve(path)));
        }
        if (store.contains(location)) {
            return announcement(existing(location, details, described(files), needed), stage);
        }
        files.add(OutgoingFile.of(
                SmokeTest.FILE, smokeTest(checkpoint, smokeInputs).json()));
        Manifest manifest = new Manifest(details, Instant.now().truncatedTo(ChronoUnit.MILLIS), described(files));
        byte[] json = manifest.json();
        files.add(OutgoingFile.of(Manifest.FILE, json));
        ModelVersion announcement = announcement(new Published(manifest, json), stage);
        checkAcceptable(directory, announcement);
        store.publish(location, files);
        return announcement;
    }

    /** What every loader would refuse is not to be published first: two documents whose names differ in case, for one. */
    private static void checkAcceptable(Path directory, ModelVersion announcement) throws CheckpointException {
        try {
            AnnouncedVersion.of(announcement);
        } catch (ModelRefusedException e) {
            throw new CheckpointException(directory, "cannot be published: " + e.getMessage());
        }
    }

    /** A manifest and the bytes of its file, which another release of the program may have written. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Published(Manifest manifest, byte[] json) {}

    /** What a model is computed with. */
    private static Set<String> needed(CheckpointDirectory checkpoint) throws IOException {
        Set<String> paths = new LinkedHashSet<>();
        paths.add(ModelConfig.FILE);
        checkpoint.tokenizer().files().forEach(file -> paths.add(String.valueOf(file.getFileName())));
        paths.addAll(CheckpointLoading.weightFiles(checkpoint));
        if (!paths.contains(Weights.SINGLE_FILE)) {
            paths.add(Weights.INDEX_FILE);
        }
        return paths;
    }

    private static Set<String> withCompanions(CheckpointDirectory checkpoint, Set<String> needed) throws IOException {
        Set<String> paths = new LinkedHashSet<>(needed);
        try (Stream<Path> all = Files.list(checkpoint.path())) {
            all.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> AllowedFiles.isPublished(name) && VersionNames.isName(name))
                    .sorted()
                    .forEach(paths::add);
        }
        return paths;
    }

    private static List<VersionFile> described(List<OutgoingFile> files) throws IOException {
        List<VersionFile> described = new ArrayList<>();
        for (OutgoingFile file : files) {
            try (InputStream content = file.content().open()) {
                described.add(new VersionFile(file.path(), file.bytes(), Sha256.of(content)));
            }
        }
        return described;
    }

    /** In fp32 on the CPU, which every machine can compare itself with. */
    private static SmokeTest smokeTest(CheckpointDirectory checkpoint, List<String> inputs)
            throws IOException, InterruptedException {
        InferenceOptions plain =
                InferenceOptions.defaults().withDevice(DeviceChoice.CPU).withPrecision(Precision.FP32);
        try (TextClassifier classifier = TextClassifier.open(checkpoint, plain)) {
            return SmokeTest.of(classifier, inputs);
        }
    }

    /** Whether a file describes a model rather than being part of it. */
    private static boolean isAbout(VersionFile file, Set<String> needed) {
        return file.path().equals(SmokeTest.FILE)
                || (AllowedFiles.isPublished(file.path())
                        && !file.path().equals(VersionRules.FILE)
                        && !needed.contains(file.path()));
    }

    /** The manifest that is there, if it is of the same model. */
    private Published existing(String location, VersionDetails details, List<VersionFile> outgoing, Set<String> needed)
            throws IOException {
        Published there;
        try (InputStream in = store.open(location, Manifest.FILE)) {
            byte[] json = in.readNBytes(Manifest.MAX_BYTES);
            there = new Published(Manifest.parse(json), json);
        } catch (ModelRefusedException e) {
            throw alreadyThere(location, "cannot be used: " + e.getMessage());
        }
        Set<VersionFile> files = new LinkedHashSet<>(there.manifest().files());
        files.removeIf(file -> isAbout(file, needed));
        Set<VersionFile> model = new LinkedHashSet<>(outgoing);
        model.removeIf(file -> isAbout(file, needed));
        VersionDetails stored = there.manifest().details();
        if (!files.equals(model)
                || !stored.name().equals(details.name())
                || !stored.version().equals(details.version())) {
            throw alreadyThere(location, "is another model; choose another version");
        }
        return there;
    }

    private FileAlreadyExistsException alreadyThere(String location, String why) {
        return new FileAlreadyExistsException(location, null, "is in the store " + store + " already, and " + why);
    }

    private ModelVersion announcement(Published published, ModelStage stage) {
        VersionDetails details = published.manifest().details();
        List<VersionFile> files = new ArrayList<>(published.manifest().files());
        files.add(new VersionFile(Manifest.FILE, published.json().length, Sha256.of(published.json())));
        String location = details.name() + "/" + details.version();
        AnnouncedVersion version = new AnnouncedVersion(details.name(), details.version(), location, files, null);
        return ModelVersion.newBuilder()
                .setName(details.name())
                .setVersion(details.version())
                .setParent(details.parent())
                .setBaseCheckpoint(details.base())
                .setLocation(location)
                .setFiles(files.stream().map(VersionFile::announced).toList())
                .setSignature(privateKey == null ? null : VersionSignature.sign(version, privateKey))
                .setTrainedExamples(details.trainedExamples())
                .setTrainedCorrections(details.trainedCorrections())
                .setTrainedOffsets(details.trainedOffsets())
                .setRulesetVersion(details.rulesetVersion())
                .setMetrics(details.metrics())
                .setStage(stage)
                .setAnnouncedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build();
    }
}
