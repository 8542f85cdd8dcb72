package io.rolestream.benchmarks.pipeline;

import io.rolestream.classifier.checkpoint.CheckpointDirectory;
import io.rolestream.classifier.checkpoint.DType;
import io.rolestream.classifier.checkpoint.ModelConfig;
import io.rolestream.classifier.checkpoint.Replacement;
import io.rolestream.classifier.encoder.Head;
import io.rolestream.classifier.encoder.Parameters;
import io.rolestream.classifier.hub.BaseModels;
import io.rolestream.classifier.hub.HubSettings;
import io.rolestream.classifier.inference.InferenceOptions;
import io.rolestream.classifier.role.Taxonomy;
import io.rolestream.models.LoadedModel;
import io.rolestream.models.ModelLoader;
import io.rolestream.models.ModelRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The compact base with a head that has learnt nothing: its votes are worth nothing and cost what a trained one's do. */
final class CompactClassifier {
    private static final String BASE = "compact";

    private CompactClassifier() {}

    /** Makes it and loads it, as a worker would. */
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
