package io.rolestream.stream;

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
import org.apache.avro.Schema;
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
    void shouldNotBeginWithoutARegistry() {
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

        assertThatThrownBy(() -> app(Map.of(), away)).isInstanceOf(SchemaRegistryUnavailableException.class);
    }

    private static void app(Map<String, String> values, SchemaRegistry registry) {
        Settings settings = TopologyDriver.settings(values);
        new StreamApp(Cluster.of(settings, registry), StreamConfig.settings(settings), new SimpleMeterRegistry())
                .close();
    }
}
