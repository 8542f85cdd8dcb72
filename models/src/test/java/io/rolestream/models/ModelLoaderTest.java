package io.rolestream.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.classifier.encoder.Precision;
import io.rolestream.classifier.inference.InferenceOptions;
import io.rolestream.classifier.role.Taxonomy;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.store.DirectoryStore;
import io.rolestream.models.store.ModelCache;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.models.version.VersionDetails;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLoaderTest {
    private final Path directory;

    ModelLoaderTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldLoadWhatWasPublished() throws Exception {
        var store = new DirectoryStore(directory.resolve("store"));
        Path model = TinyModel.preferring(directory.resolve("model"), "Data Engineer")
                .path();
        ModelVersion announcement = new VersionPublisher(store, null)
                .publish(
                        model,
                        VersionDetails.of("roberta", "20261122-1").withDecision(0.5f, 1.5f),
                        VersionPublisher.SMOKE_INPUTS,
                        ModelStage.CHAMPION);
        var loader = new ModelLoader(
                store,
                new ModelCache(directory.resolve("cache"), 3),
                null,
                Taxonomy.standard(),
                InferenceOptions.defaults().withPrecision(Precision.FP32));
        try (LoadedModel loaded = loader.load(announcement)) {
            int label = loaded.classifier().classify(List.of("cobol")).get(0).label();
            assertThat(loaded.roles().get(label)).isEqualTo("Data Engineer");
            assertThat(loaded.ruleCoefficient()).isEqualTo(0.5f);
            assertThat(loaded.temperature()).isEqualTo(1.5f);
        }
    }
}
