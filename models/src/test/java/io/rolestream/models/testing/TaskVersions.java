package io.rolestream.models.testing;

import io.rolestream.common.files.Replacement;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.task.Pooling;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.engine.task.SentenceFiles;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.artifact.SmokeTest;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.artifact.VersionPackage;
import io.rolestream.models.loading.VersionPublisher;
import io.rolestream.models.store.DirectoryStore;
import io.rolestream.models.task.TestedModel;
import io.rolestream.models.task.VersionTask;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Tiny versions of the models {@code matcher}, {@code reward} and {@code generator}, and whatever else is not a
 * classifier.
 */
public final class TaskVersions {
    private static final Path DECODERS = Path.of("../engine/src/test/resources/io/rolestream/engine/model/generation");

    private TaskVersions() {}

    /**
     * Writes a checkpoint for a task: one that sentence-transformers reads for an embedder, one with a single label for
     * a re-ranker, one of two decoders for a generator. It has learnt nothing.
     *
     * @param directory must not exist, or be empty
     */
    public static CheckpointDirectory write(Path directory, VersionTask task, long seed) throws IOException {
        if (task == VersionTask.GENERATOR) {
            return decoder(directory, seed % 2 == 0 ? "qwen2" : "smollm2");
        }
        List<String> labels = task == VersionTask.RERANKER
                ? List.of("relevance")
                : Taxonomy.standard().names();
        CheckpointDirectory checkpoint = TinyModel.write(directory, labels, seed, null);
        if (task == VersionTask.EMBEDDER) {
            SentenceFiles.write(
                    directory,
                    Pooling.MEAN,
                    checkpoint.config().hiddenSize(),
                    checkpoint.config().maxTokens());
        }
        return checkpoint;
    }

    private static CheckpointDirectory decoder(Path directory, String which) throws IOException {
        Files.createDirectories(directory);
        Path from = DECODERS.resolve(which);
        for (String file : List.of("config.json", "generation_config.json", "model.safetensors", "tokenizer.json")) {
            Files.copy(from.resolve(file), directory.resolve(file));
        }
        new PromptTemplate("CV: " + PromptTemplate.PLACE + "\nJob:").write(directory);
        return CheckpointDirectory.open(directory);
    }

    /** Stores a tiny version, and returns its announcement as champion. */
    public static ModelVersion publish(Path store, String name, String version, long seed)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("task-version");
        try {
            VersionTask task = VersionTask.ofModel(name);
            CheckpointDirectory checkpoint = write(directory.resolve("model"), task, seed);
            try (TestedModel model = TestedModel.open(task, checkpoint, SmokeTest.options(), null)) {
                VersionPackage made = VersionPackage.of(
                        checkpoint, VersionDetails.of(name, version).withTask(task), SmokeTest.of(model));
                return new VersionPublisher(new DirectoryStore(store), null).publish(made, ModelStage.CHAMPION);
            }
        } finally {
            Replacement.delete(directory);
        }
    }
}
