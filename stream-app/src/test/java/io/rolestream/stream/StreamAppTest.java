package io.rolestream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Settings;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service refuses before it talks to any broker. */
class StreamAppTest {
    @Test
    void shouldRefuseADeadlineThatOutlivesEarlyVotes() {
        assertThatThrownBy(() -> app(Map.of("label.deadline", "2h"), new InMemorySchemaRegistry()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(StreamConfig.LABEL_DEADLINE)
                .hasMessageContaining(StreamConfig.EARLY_VOTE_RETENTION);
    }

    @Test
    void shouldNameARuleFileThatIsNotThere(@TempDir Path directory) {
        String file = directory.resolve("none.yml").toString();

        assertThatThrownBy(() -> app(Map.of("rules", file), new InMemorySchemaRegistry()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file);
    }

    @Test
    void shouldNameATaxonomyFileThatIsNotThere(@TempDir Path directory) {
        String file = directory.resolve("none.yml").toString();

        assertThatThrownBy(() -> app(Map.of("taxonomy", file), new InMemorySchemaRegistry()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file);
    }

    @Test
    void shouldWaitForARegistryThatIsAway() throws Exception {
        SchemaRegistry away = new SchemaRegistry() {
            @Override
            public int register(String subject, Schema schema) {
                throw new SchemaRegistryUnavailableException("the registry is away", null);
            }

            @Override
            public Schema byId(String subject, int id) {
                throw new SchemaRegistryUnavailableException("the registry is away", null);
            }
        };

        Settings settings = TopologyDriver.settings(Map.of());
        try (StreamApp app =
                new StreamApp(Cluster.of(settings, away), StreamConfig.settings(settings), new SimpleMeterRegistry())) {
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread starting = new Thread(() -> {
                try {
                    app.start();
                } catch (InterruptedException | RuntimeException e) {
                    ended.complete(e);
                }
            });
            starting.start();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(app.describe())
                            .isEqualTo("waiting for the schema registry: the registry is away"));
            assertThat(app.isLive()).isTrue();
            assertThat(app.isReady()).isFalse();

            starting.interrupt();
            assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        }
    }

    private static void app(Map<String, String> values, SchemaRegistry registry) {
        Settings settings = TopologyDriver.settings(values);
        new StreamApp(Cluster.of(settings, registry), StreamConfig.settings(settings), new SimpleMeterRegistry())
                .close();
    }
}
