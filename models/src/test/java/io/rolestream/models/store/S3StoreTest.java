package io.rolestream.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.models.loading.VersionPublisher;
import io.rolestream.models.testing.Published;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3StoreTest extends ArtifactStoreSuite {
    private static S3Server server;

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("aws.accessKeyId", "any");
        System.setProperty("aws.secretAccessKey", "any");
        server = S3Server.start(Path.of("target", "s3mock.log"));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Override
    ArtifactStore store() {
        return server.store(UUID.randomUUID() + "/models");
    }

    @Test
    void shouldServeAModelFromABucket(@TempDir Path directory) throws Exception {
        try (ArtifactStore store = store()) {
            ModelVersion announcement = new VersionPublisher(store, null)
                    .publish(
                            Published.packaged(
                                    TinyModel.write(directory.resolve("model"), 1)
                                            .path(),
                                    VersionDetails.of("roberta", "1")),
                            ModelStage.CHAMPION);
            var loader = new ModelLoader(
                    store,
                    new ModelCache(directory.resolve("cache"), 3, Long.MAX_VALUE),
                    null,
                    Taxonomy.standard(),
                    InferenceOptions.defaults().withPrecision(Precision.FP32));
            try (LoadedModel loaded = loader.load(announcement)) {
                assertThat(loaded.version()).isEqualTo("1");
            }
        }
    }

    @Test
    void shouldWorkInTheRootOfABucket() throws Exception {
        try (ArtifactStore store = S3Server.store("s3://" + S3Server.BUCKET, server.url())) {
            String location = "m" + UUID.randomUUID() + "/1";
            store.publish(location, List.of(file("manifest.json", "{}")));
            assertThat(store.contains(location)).isTrue();
            assertThat(store.locate("s3://" + S3Server.BUCKET + "/" + location)).isEqualTo(location);
        }
    }

    @Test
    void shouldTryAgainLaterWhenTheServerIsAway() throws Exception {
        try (ArtifactStore store = S3Server.store("s3://models/x", URI.create("http://localhost:1"))) {
            assertThatThrownBy(() -> store.open("roberta/1", "config.json").close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("s3://models/x can't be used to read");
        }
    }

    @Test
    void shouldTryAgainLaterWhenTheBucketIsAway() throws Exception {
        try (ArtifactStore store = S3Server.store("s3://nowhere/x", server.url())) {
            assertThatThrownBy(() -> store.open("roberta/1", "config.json").close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("s3://nowhere/x");
        }
    }

    @Test
    void shouldRefuseAnEndpointThatIsNoUrl() {
        assertThatThrownBy(() -> S3Server.store("s3://models/x", URI.create("localhost")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("model.s3.endpoint");
    }
}
