package io.rolestream.benchmarks.pipeline;

import io.rolestream.common.files.Replacement;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.hub.BaseModels;
import io.rolestream.engine.hub.HubSettings;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The compact base with an untrained head, whose votes cost the same as a trained one's. */
final class CompactClassifier {
    private static final String BASE = "compact";

    private CompactClassifier() {}

    static LoadedModel open(InferenceOptions options) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("rolestream-benchmark-model");
        try {
            HubSettings hub = HubSettings.fromEnvironment().withCacheDirectory(directory.resolve("hub"));
            CheckpointDirectory base = CheckpointDirectory.open(BaseModels.resolve(BASE, hub));
            ModelConfig config = base.config().withLabels(Taxonomy.standard().names());
            Path checkpoint = directory.resolve(BASE);
            try (Parameters parameters = Parameters.load(base, config, Head.CLASSIFIER, 1)) {
                CheckpointDirectory.save(checkpoint, config, base.tokenizer(), parameters.tensors(DType.F32));
            }
            return ModelLoader.open(checkpoint, Taxonomy.standard(), options);
        } catch (ModelRefusedException e) {
            throw new IllegalStateException("the compact base cannot be loaded", e);
        } finally {
            Replacement.delete(directory);
        }
    }
}
