package io.rolestream.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.local.LocalBroker;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.announcements.SigningKeys;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.artifact.VoteParameters;
import io.rolestream.models.loading.VersionPublisher;
import io.rolestream.models.store.ArtifactStore;
import io.rolestream.models.store.ArtifactStores;
import io.rolestream.models.testing.Published;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.serving.Serving;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The REST interface beside a broker on which versions are announced. */
class ServingSetupTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern VERSION = Pattern.compile("\"version\":\"([^\"]*)\"");
    private static final int CLIENTS = 4;

    private final Path directory;
    private final HttpClient http = HttpClient.newHttpClient();

    ServingSetupTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    @Tag("full")
    void shouldFollowTheChampionWithoutFailingARequest() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.builder().build();
        try (LocalBroker broker = new LocalBroker(kafka, this::settings)) {
            broker.start();
            Settings settings = settings(Map.of(
                    "bootstrap.servers", kafka.bootstrapServers(), "schema.registry.url", kafka.schemaRegistryUrl()));
            Cluster cluster = Cluster.of(settings);
            AtomicBoolean done = new AtomicBoolean();
            ConcurrentLinkedQueue<String> versions = new ConcurrentLinkedQueue<>();
            ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
            try (Serving serving = new ServingSetup(settings, new SimpleMeterRegistry(), line -> {})
                            .serving(new ServingSetup.ModelSource.Champion(cluster), null);
                    VersionAnnouncer announcer = new VersionAnnouncer(cluster, "a test", SigningKeys.NONE)) {
                serving.start();
                await().atMost(PATIENCE).until(serving::isReady);
                List<Thread> clients = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    Thread client = new Thread(() -> ask(serving.url(), done, versions, failures));
                    client.start();
                    clients.add(client);
                }
                await().atMost(PATIENCE).until(() -> versions.contains(""));
                for (String version : List.of("1", "2", "3")) {
                    announcer.announce(publish(settings, version));
                    await().atMost(PATIENCE).until(() -> versions.contains(version));
                }
                done.set(true);
                for (Thread client : clients) {
                    client.join();
                }
            }
            assertThat(failures).isEmpty();
        }
    }

    private void ask(
            String url,
            AtomicBoolean done,
            ConcurrentLinkedQueue<String> versions,
            ConcurrentLinkedQueue<String> failures) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "v1/label"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"skills\":\"Airflow, Spark\"}"))
                .build();
        while (!done.get()) {
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                Matcher version = VERSION.matcher(response.body());
                if (response.statusCode() == 200 && version.find()) {
                    versions.add(version.group(1));
                } else {
                    failures.add(response.statusCode() + ": " + response.body());
                }
            } catch (Exception e) {
                failures.add(e.toString());
            }
        }
    }

    private ModelVersion publish(Settings settings, String version) throws Exception {
        Path checkpoint = directory.resolve("checkpoint-" + version);
        TinyModel.preferring(checkpoint, "Data Engineer");
        try (ArtifactStore store =
                ArtifactStores.open(ModelsConfig.settings(settings).store())) {
            return new VersionPublisher(store, null)
                    .publish(
                            Published.packaged(
                                    checkpoint,
                                    VersionDetails.of("any", "1").as("roberta", version, new VoteParameters(0.7f, 1))),
                            ModelStage.CHAMPION);
        }
    }

    private Settings settings(Map<String, String> connection) {
        Map<String, String> values = new HashMap<>(connection);
        values.put("serve.port", "0");
        values.put("model.store", directory.resolve("store").toString());
        values.put("model.cache.directory", directory.resolve("cache").toString());
        return Settings.of(Configuration.definitions(), values);
    }
}
