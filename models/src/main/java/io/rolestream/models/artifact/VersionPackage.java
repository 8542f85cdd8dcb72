package io.rolestream.models.artifact;

import io.rolestream.engine.checkpoint.AdapterDirectory;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.safetensors.Weights;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.engine.task.SentenceFiles;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A complete model version that is not stored yet: the model's files, its smoke test, its rule set, documents, and the
 * manifest that lists them. Made from a checkpoint once; then published by a store or written to a directory.
 */
public final class VersionPackage {
    private final Manifest manifest;
    private final byte[] manifestJson;
    private final Set<String> needed;
    private final List<PackagedFile> files;

    private VersionPackage(Manifest manifest, Set<String> needed, List<PackagedFile> contents) {
        this.manifest = manifest;
        this.manifestJson = manifest.json();
        this.needed = needed;
        this.files = Stream.concat(contents.stream(), Stream.of(PackagedFile.of(Manifest.FILE, manifestJson)))
                .toList();
    }

    /**
     * Packages a checkpoint: the model's files, the rule set ({@value VersionRules#FILE}), the evaluation and documents
     * (a model card, pictures), nothing else.
     *
     * @param smokeTest the checkpoint's logits in fp32
     * @throws CheckpointException if the directory is malformed, or has files that every loader would refuse, such as
     *     two documents whose names differ only in case
     * @throws IOException if a file cannot be read
     */
    public static VersionPackage of(CheckpointDirectory checkpoint, VersionDetails details, SmokeTest smokeTest)
            throws IOException {
        return of(checkpoint, details, smokeTest, null);
    }

    /**
     * As the other.
     *
     * @param taxonomy the roles of its labels, where its directory has no {@value VersionTaxonomy#FILE}; or null
     */
    public static VersionPackage of(
            CheckpointDirectory checkpoint, VersionDetails details, SmokeTest smokeTest, @Nullable Taxonomy taxonomy)
            throws IOException {
        AdapterDirectory adapter = checkpoint.adapter();
        if (adapter != null) {
            throw new CheckpointException(
                    adapter.path(),
                    "has adapters, which are not published without their base; merge them first"
                            + " with PEFT's merge_and_unload");
        }
        Set<String> needed = needed(checkpoint);
        List<PackagedFile> contents = new ArrayList<>();
        for (String path : withCompanions(checkpoint, needed)) {
            contents.add(PackagedFile.of(path, checkpoint.path().resolve(path)));
        }
        contents.add(PackagedFile.of(SmokeTest.FILE, smokeTest.json()));
        if (taxonomy != null && !Files.exists(checkpoint.path().resolve(VersionTaxonomy.FILE))) {
            contents.add(PackagedFile.of(VersionTaxonomy.FILE, taxonomy.toJson().getBytes(StandardCharsets.UTF_8)));
        }
        List<VersionFile> described =
                contents.stream().map(PackagedFile::description).toList();
        try {
            VersionFile.check("the version", described);
        } catch (ModelRefusedException e) {
            throw new CheckpointException(checkpoint.path(), "cannot be published: " + e.getMessage());
        }
        Manifest manifest = new Manifest(details, Instant.now().truncatedTo(ChronoUnit.MILLIS), described);
        return new VersionPackage(manifest, needed, contents);
    }

    private static Set<String> needed(CheckpointDirectory checkpoint) throws IOException {
        Set<String> paths = new LinkedHashSet<>();
        paths.add(ModelConfig.FILE);
        checkpoint.tokenizer().files().forEach(file -> paths.add(String.valueOf(file.getFileName())));
        checkpoint.weightFiles().forEach(file -> paths.add(String.valueOf(file.getFileName())));
        if (!paths.contains(Weights.SINGLE_FILE)) {
            paths.add(Weights.INDEX_FILE);
        }
        paths.addAll(SentenceFiles.of(checkpoint.path()));
        Stream.of(GenerationConfig.FILE, PromptTemplate.FILE)
                .filter(file -> Files.exists(checkpoint.path().resolve(file)))
                .forEach(paths::add);
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

    /** Facts from its training or publisher. */
    public VersionDetails details() {
        return manifest.details();
    }

    /** All files, the manifest last, so that whoever finds it finds the others. */
    public List<PackagedFile> files() {
        return files;
    }

    /** The manifest and its file. */
    public StoredManifest manifest() {
        return new StoredManifest(manifest, manifestJson);
    }

    /**
     * Whether a manifest is of the same version with the same model and rules. Files that only describe the model may
     * differ.
     */
    public boolean isSameModel(Manifest other) {
        VersionDetails theirs = other.details();
        return theirs.name().equals(details().name())
                && theirs.version().equals(details().version())
                && model(other).equals(model(manifest));
    }

    private Set<VersionFile> model(Manifest of) {
        return of.files().stream()
                .filter(file -> needed.contains(file.path()) || !isAboutModel(file.path()))
                .collect(Collectors.toSet());
    }

    private static boolean isAboutModel(String path) {
        return path.equals(SmokeTest.FILE) || (AllowedFiles.isPublished(path) && !path.equals(VersionRules.FILE));
    }

    /** Writes all files to a new directory. */
    public void write(Path directory) throws IOException {
        Files.createDirectory(directory);
        for (PackagedFile file : files) {
            file.copyTo(directory);
        }
    }
}
