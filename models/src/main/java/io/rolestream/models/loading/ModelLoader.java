package io.rolestream.models.loading;

import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.torch.ProcessEndsException;
import io.rolestream.evaluation.report.EvaluationJson;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.artifact.Manifest;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.Refusal;
import io.rolestream.models.artifact.VersionFile;
import io.rolestream.models.artifact.VersionListing;
import io.rolestream.models.artifact.VersionRules;
import io.rolestream.models.artifact.VersionSignature;
import io.rolestream.models.artifact.VersionTaxonomy;
import io.rolestream.models.store.ArtifactStore;
import io.rolestream.models.store.ArtifactStores;
import io.rolestream.models.store.CheckedFiles;
import io.rolestream.models.store.LoadingMark;
import io.rolestream.models.store.ModelCache;
import io.rolestream.models.task.VersionTask;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Loads and verifies an announced version. The order of the checks ensures that nothing is downloaded for an invalid
 * announcement, and nothing is computed with unverified files: the announcement, its signature, every file's size and
 * checksum, the manifest, the labels, the rule set, the smoke test.
 */
public final class ModelLoader implements AutoCloseable {
    private static final int MAX_EVALUATION_BYTES = 8 << 20;

    private final ArtifactStore store;
    private final ModelCache cache;
    private final @Nullable PublicKey publicKey;
    private final Taxonomy taxonomy;
    private final InferenceOptions options;

    /**
     * @param store closed with this
     * @param publicKey whose signature every version must have; null checks none
     */
    public ModelLoader(
            ArtifactStore store,
            ModelCache cache,
            @Nullable PublicKey publicKey,
            Taxonomy taxonomy,
            InferenceOptions options) {
        this.store = store;
        this.cache = cache;
        this.publicKey = publicKey;
        this.taxonomy = taxonomy;
        this.options = options;
    }

    /**
     * Opens the store and reads the key that the settings name.
     *
     * @throws io.rolestream.common.config.ConfigurationException if the store or the key is invalid
     */
    public static ModelLoader of(ModelSettings settings, Taxonomy taxonomy) {
        return new ModelLoader(
                ArtifactStores.open(settings.store()),
                new ModelCache(
                        settings.cache().directory(),
                        settings.cache().versions(),
                        settings.cache().maxBytes()),
                settings.keys().readPublic(),
                taxonomy,
                settings.inference());
    }

    /** Whose signature every version must have; null checks none. */
    public @Nullable PublicKey publicKey() {
        return publicKey;
    }

    /**
     * Loads an announced version, whatever its stage.
     *
     * @return the model, which the caller closes
     * @throws ModelRefusedException if the version must not be used; trying again does not help
     * @throws IOException if the store cannot be reached or the cache cannot be written; trying again may help
     */
    public LoadedModel load(ModelVersion announcement) throws ModelRefusedException, IOException, InterruptedException {
        VersionListing version = checked(announcement);
        return interruptibly(() -> load(version));
    }

    /**
     * Opens an announced version of any task, whatever its stage, after its files, its manifest and its smoke test were
     * checked as for {@link #load(ModelVersion)}.
     *
     * @param task the version's; one of another task is refused
     * @param opening opens the verified directory, which is not changed meanwhile, but may be deleted afterwards
     * @return what was opened, which the caller closes
     * @throws ModelRefusedException if the version must not be used; trying again does not help
     * @throws IOException if the store cannot be reached or the cache cannot be written; trying again may help
     */
    public <M extends AutoCloseable> M load(ModelVersion announcement, VersionTask task, Opening<M> opening)
            throws ModelRefusedException, IOException, InterruptedException {
        VersionListing version = checked(announcement);
        return interruptibly(() -> {
            try (ModelCache.CachedVersion cached = cache.open(version, store)) {
                Manifest manifest = Manifest.read(cached.directory());
                manifest.checkAgrees(version);
                VerifiedVersion.requireTask(manifest, task);
                try (LoadingMark mark =
                        cache.mark(cached, () -> TrialLoad.survives(cached.directory(), task, options))) {
                    return opening.open(VerifiedVersion.tested(
                            cached.directory(), manifest, options, cache.calibrationsOf(cached)));
                }
            }
        });
    }

    /**
     * Opens a verified version.
     *
     * @param <M> what it makes of it
     */
    @FunctionalInterface
    public interface Opening<M> {
        M open(VerifiedVersion version) throws ModelRefusedException, IOException, InterruptedException;
    }

    private VersionListing checked(ModelVersion announcement) throws ModelRefusedException {
        VersionListing version = VersionListing.of(announcement);
        if (publicKey != null) {
            VersionSignature.check(version, publicKey);
        }
        return version;
    }

    private LoadedModel load(VersionListing version) throws ModelRefusedException, IOException, InterruptedException {
        try (ModelCache.CachedVersion cached = cache.open(version, store)) {
            Manifest manifest = Manifest.read(cached.directory());
            manifest.checkAgrees(version);
            try (LoadingMark mark =
                    cache.mark(cached, () -> TrialLoad.survives(cached.directory(), VersionTask.CLASSIFIER, options))) {
                return new CheckpointLoading(cached.directory(), taxonomy, options, cache.calibrationsOf(cached))
                        .load(version.name(), version.version(), manifest);
            }
        }
    }

    /**
     * Loads only the rule set of an announced version, for services that need no model. Downloads only
     * {@value VersionRules#FILE} and {@value VersionTaxonomy#FILE}, whose sizes and checksums are in the announcement,
     * which the signature covers.
     *
     * @param configured votes for roles that were added since the version was trained; null for none
     * @return null if the version carries none
     * @throws ModelRefusedException if the version must not be used; trying again does not help
     * @throws IOException if the store cannot be reached; trying again may help
     */
    public @Nullable RuleSet loadRules(ModelVersion announcement, @Nullable RuleSet configured)
            throws ModelRefusedException, IOException, InterruptedException {
        VersionListing version = checked(announcement);
        VersionFile file = version.filesByPath().get(VersionRules.FILE);
        if (file == null) {
            return null;
        }
        VersionRules.checkSize(file.bytes());
        Taxonomy carried = null;
        VersionFile roles = version.filesByPath().get(VersionTaxonomy.FILE);
        if (roles != null) {
            VersionTaxonomy.checkSize(roles.bytes());
            carried = VersionTaxonomy.parse(read(version, roles));
        }
        return VersionRules.parse(read(version, file), carried, taxonomy, configured);
    }

    private byte[] read(VersionListing version, VersionFile file)
            throws ModelRefusedException, IOException, InterruptedException {
        return CheckedFiles.read(store, store.locate(version.location()), file);
    }

    /**
     * Loads a version's evaluation without the rest, checked as {@link #loadRules} checks the rules: the content of
     * {@value EvaluationJson#FILE}.
     *
     * @return null if the version has none
     * @throws ModelRefusedException if the version must not be used, or the evaluation is larger than 8 MiB
     * @throws IOException if the store cannot be reached; trying again may help
     */
    public byte @Nullable [] loadEvaluation(ModelVersion announcement)
            throws ModelRefusedException, IOException, InterruptedException {
        VersionListing version = checked(announcement);
        VersionFile file = version.filesByPath().get(EvaluationJson.FILE);
        if (file == null) {
            return null;
        }
        if (file.bytes() > MAX_EVALUATION_BYTES) {
            throw new ModelRefusedException(
                    Refusal.TOO_LARGE,
                    "%s has %d bytes; the maximum is %d".formatted(file.path(), file.bytes(), MAX_EVALUATION_BYTES));
        }
        return CheckedFiles.read(store, store.locate(version.location()), file);
    }

    /** As {@link #open(Path, Taxonomy, InferenceOptions, CalibrationMemory)}, without a memory. */
    public static LoadedModel open(Path directory, Taxonomy taxonomy, InferenceOptions options)
            throws ModelRefusedException, IOException, InterruptedException {
        return open(directory, taxonomy, options, null);
    }

    /**
     * Opens a checkpoint directory without an announcement: one that Hugging Face's transformers saved, or one with a
     * manifest and a smoke test, which are then checked. Without a manifest the name is
     * {@value CheckpointLoading#DEFAULT_NAME} and the version is that of the directory and the first 8 digits of its
     * weights' SHA-256.
     *
     * @param memory of calibrations, or null
     * @return the model, which the caller closes
     * @throws ModelRefusedException if it must not be used
     * @throws IOException if it cannot be read
     */
    public static LoadedModel open(
            Path directory, Taxonomy taxonomy, InferenceOptions options, @Nullable CalibrationMemory memory)
            throws ModelRefusedException, IOException, InterruptedException {
        return interruptibly(() -> new CheckpointLoading(directory, taxonomy, options, memory).loadLocal());
    }

    @FunctionalInterface
    private interface Loading<M> {
        M load() throws ModelRefusedException, IOException, InterruptedException;
    }

    /**
     * An interrupted thread cannot read files, which says nothing against the version or the store. Whatever else a
     * version makes fail is its own fault.
     */
    private static <M> M interruptibly(Loading<M> loading)
            throws ModelRefusedException, IOException, InterruptedException {
        try {
            return loading.load();
        } catch (ModelRefusedException | IOException | RuntimeException | StackOverflowError e) {
            if (Thread.interrupted() || ProcessEndsException.isCauseOf(e)) {
                InterruptedException interrupted = new InterruptedException("while a model was loaded");
                interrupted.initCause(e);
                throw interrupted;
            }
            if (e instanceof RuntimeException || e instanceof StackOverflowError) {
                throw new ModelRefusedException(Refusal.UNLOADABLE, "it cannot be loaded: " + e, e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
