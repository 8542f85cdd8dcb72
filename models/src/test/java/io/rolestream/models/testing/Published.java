package io.rolestream.models.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.files.Replacement;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.events.ModelFile;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.artifact.Sha256;
import io.rolestream.models.artifact.SmokeTest;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.artifact.VersionPackage;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.models.loading.VersionPublisher;
import io.rolestream.models.store.DirectoryStore;
import io.rolestream.models.store.ModelCache;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A version in a directory store, which tests spoil in one way or another before it is loaded. */
public final class Published {
    private final Path root;
    private ModelVersion announcement;

    private Published(Path root, ModelVersion announcement) {
        this.root = root;
        this.announcement = announcement;
    }

    /** Publishes a checkpoint as {@code roberta/1} in a store inside the directory. */
    public static Published of(Path root, Path checkpoint, @Nullable PrivateKey key) throws Exception {
        ModelVersion announcement = new VersionPublisher(new DirectoryStore(root.resolve("store")), key)
                .publish(packaged(checkpoint, VersionDetails.of("roberta", "1")), ModelStage.CHAMPION);
        return new Published(root, announcement);
    }

    /** A checkpoint as a version, with the usual smoke test. */
    public static VersionPackage packaged(Path checkpoint, VersionDetails details)
            throws IOException, InterruptedException {
        CheckpointDirectory directory = CheckpointDirectory.open(checkpoint);
        return VersionPackage.of(directory, details, smokeTest(directory));
    }

    public static SmokeTest smokeTest(CheckpointDirectory checkpoint) throws IOException, InterruptedException {
        try (TextClassifier classifier = TextClassifier.open(checkpoint, SmokeTest.options())) {
            return SmokeTest.of(classifier, SmokeTest.INPUTS);
        }
    }

    /** A {@link TinyModel} as it is when it was published, without the work of publishing. */
    public static Published tiny(Path root) throws Exception {
        Published published = new Published(root, Tiny.ANNOUNCEMENT);
        for (Map.Entry<String, byte[]> file : Tiny.FILES.entrySet()) {
            Files.createDirectories(published.directory());
            Files.write(published.file(file.getKey()), file.getValue());
        }
        return published;
    }

    private static final class Tiny {
        static final Map<String, byte[]> FILES = new HashMap<>();
        static final ModelVersion ANNOUNCEMENT = publish();

        private static ModelVersion publish() {
            try {
                Path root = Files.createTempDirectory("published");
                try {
                    Published published =
                            of(root, TinyModel.write(root.resolve("model"), 1).path(), null);
                    for (ModelFile file : published.announcement().getFiles()) {
                        FILES.put(file.getPath(), Files.readAllBytes(published.file(file.getPath())));
                    }
                    return published.announcement();
                } finally {
                    Replacement.delete(root);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public DirectoryStore store() {
        return new DirectoryStore(root.resolve("store"));
    }

    /** The version's directory in the store. */
    public Path directory() {
        return root.resolve("store").resolve("roberta").resolve("1");
    }

    /** A file of the version in the store. */
    public Path file(String path) {
        return directory().resolve(path);
    }

    public Path cache() {
        return root.resolve("cache");
    }

    public ModelVersion announcement() {
        return announcement;
    }

    /** Changes the announcement alone. */
    public Published announcing(Consumer<ModelVersion.Builder> change) {
        ModelVersion.Builder builder = ModelVersion.newBuilder(announcement);
        change.accept(builder);
        announcement = builder.build();
        return this;
    }

    /** Changes one file's entry in the announcement. */
    public Published announcing(String path, ModelFile instead) {
        return announcing(builder -> builder.setFiles(builder.getFiles().stream()
                .map(file -> file.getPath().equals(path) ? instead : file)
                .toList()));
    }

    /** Replaces a file in the store, and what manifest and announcement say of it. */
    public Published replace(String path, byte[] content) throws IOException {
        Files.write(file(path), content);
        if (!path.equals("manifest.json")) {
            ObjectNode manifest = JsonFiles.read(file("manifest.json"), 1 << 20);
            manifest.withArray("files").forEach(file -> {
                if (file.path("path").asText().equals(path)) {
                    ((ObjectNode) file).put("bytes", content.length).put("sha256", Sha256.of(content));
                }
            });
            replace("manifest.json", JsonFiles.write(manifest));
        }
        return announcing(path, new ModelFile(path, (long) content.length, Sha256.of(content)));
    }

    /** Adds a file to the store, and to what manifest and announcement list. */
    public Published add(String path, byte[] content) throws IOException {
        Files.createDirectories(Replacement.parent(file(path)));
        Files.write(file(path), content);
        ObjectNode manifest = JsonFiles.read(file("manifest.json"), 1 << 20);
        manifest.withArray("files")
                .addObject()
                .put("path", path)
                .put("bytes", content.length)
                .put("sha256", Sha256.of(content));
        replace("manifest.json", JsonFiles.write(manifest));
        return announcing(builder -> with(builder, new ModelFile(path, (long) content.length, Sha256.of(content))));
    }

    /** Adds a file to what an announcement lists. */
    public static void with(ModelVersion.Builder builder, ModelFile file) {
        List<ModelFile> files = new ArrayList<>(builder.getFiles());
        files.add(file);
        builder.setFiles(files);
    }

    /** A loader with a cache inside the directory that computes in fp32. */
    public ModelLoader loader(@Nullable PublicKey key) {
        return loader(key, InferenceOptions.defaults().withPrecision(Precision.FP32));
    }

    public ModelLoader loader(@Nullable PublicKey key, InferenceOptions options) {
        return new ModelLoader(store(), new ModelCache(cache(), 3, Long.MAX_VALUE), key, Taxonomy.standard(), options);
    }

    /** A new pair of keys for signatures. */
    public static KeyPair keys() throws GeneralSecurityException {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    /** A small model, published into a directory and signed. */
    public static Published signed(Path directory, KeyPair keys) throws Exception {
        return of(directory, TinyModel.write(directory.resolve("model"), 1).path(), keys.getPrivate());
    }
}
