package io.rolestream.models.loading;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.models.artifact.Manifest;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.Refusal;
import io.rolestream.models.artifact.Sha256;
import io.rolestream.models.artifact.SmokeTest;
import io.rolestream.models.artifact.VersionFile;
import io.rolestream.models.artifact.VersionRules;
import io.rolestream.models.artifact.VersionTaxonomy;
import io.rolestream.models.artifact.VoteParameters;
import io.rolestream.models.store.CheckedFiles;
import io.rolestream.models.task.VersionTask;
import io.rolestream.rules.role.RoleMapping;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Loads a model from a local directory, and runs its smoke test.
 *
 * @param taxonomy the roles of its user
 * @param memory stores the calibration for the next time, or null
 */
record CheckpointLoading(
        Path directory,
        Taxonomy taxonomy,
        InferenceOptions options,
        @Nullable CalibrationMemory memory) {
    /** The model's name if there is no manifest. */
    static final String DEFAULT_NAME = "roberta";

    private static final int SHOWN_HASH = 8;

    /** As {@link ModelLoader#open}. */
    LoadedModel loadLocal() throws ModelRefusedException, IOException, InterruptedException {
        if (!Files.exists(directory.resolve(Manifest.FILE))) {
            return load(DEFAULT_NAME, versionOfWeights(), null);
        }
        Manifest manifest = Manifest.read(directory);
        for (VersionFile file : manifest.files()) {
            String difference = CheckedFiles.difference(directory.resolve(file.path()), file);
            if (difference != null) {
                throw new ModelRefusedException(
                        Refusal.FILES, difference + ", which " + directory.resolve(Manifest.FILE) + " says");
            }
        }
        return load(manifest.details().name(), manifest.details().version(), manifest);
    }

    private String versionOfWeights() throws ModelRefusedException, IOException {
        MessageDigest digest = Sha256.digest();
        for (Path file : checkpoint().weightFiles()) {
            Sha256.update(digest, file);
        }
        String name = Objects.requireNonNullElse(
                        directory.toAbsolutePath().normalize().getFileName(), "model")
                .toString()
                .replaceAll("[^A-Za-z0-9._-]", "-")
                .replaceFirst("^[^A-Za-z0-9]+", "");
        return (name.isEmpty() ? "model" : name.substring(0, Math.min(name.length(), 100))) + "-"
                + Sha256.hex(digest).substring(0, SHOWN_HASH);
    }

    /**
     * Loads the model and its rule set, and runs the smoke test.
     *
     * @param manifest null for a checkpoint without one
     */
    LoadedModel load(String name, String version, @Nullable Manifest manifest)
            throws ModelRefusedException, IOException, InterruptedException {
        VerifiedVersion.requireTask(manifest, VersionTask.CLASSIFIER);
        CheckpointDirectory checkpoint = checkpoint();
        Taxonomy carried = VersionTaxonomy.read(directory);
        RoleMapping mapping = mapping(checkpoint, carried, manifest != null);
        RuleSet rules = VersionRules.read(directory, carried, taxonomy, null);
        SmokeTest smokeTest = Files.exists(directory.resolve(SmokeTest.FILE)) ? SmokeTest.read(directory) : null;
        TextClassifier classifier = classifier(checkpoint);
        try {
            if (smokeTest != null) {
                smokeTest.check(classifier, checkpoint, options);
            }
        } catch (ModelRefusedException | InterruptedException | RuntimeException | Error e) {
            classifier.close();
            throw e;
        }
        return new LoadedModel(
                name,
                version,
                classifier,
                directory,
                mapping,
                manifest == null ? VoteParameters.DEFAULT : manifest.details().parameters(),
                rules);
    }

    private CheckpointDirectory checkpoint() throws ModelRefusedException {
        return VerifiedVersion.checkpoint(directory);
    }

    /**
     * What became of the model's roles. A version may know other roles than its user does now, as long as it knows one
     * of them; labels of a checkpoint without manifest or taxonomy.json must equal the taxonomy.
     *
     * @param carried the roles of the version, or null
     */
    private RoleMapping mapping(CheckpointDirectory checkpoint, @Nullable Taxonomy carried, boolean isVersion)
            throws ModelRefusedException {
        try {
            if (carried != null) {
                checkpoint.rolesOfLabels(carried);
            } else if (!isVersion) {
                checkpoint.rolesOfLabels(taxonomy);
            }
            List<String> labels = checkpoint.labels();
            RoleMapping mapping = carried == null
                    ? RoleMapping.of(labels, taxonomy)
                    : RoleMapping.of(carried, taxonomy).ofList(labels);
            if (!mapping.isUseful()) {
                checkpoint.rolesOfLabels(taxonomy); // says which differ
            }
            return mapping;
        } catch (CheckpointException e) {
            throw new ModelRefusedException(Refusal.LABELS, e);
        }
    }

    private TextClassifier classifier(CheckpointDirectory checkpoint) throws ModelRefusedException {
        return VerifiedVersion.opened(directory, () -> TextClassifier.open(checkpoint, options, memory));
    }
}
