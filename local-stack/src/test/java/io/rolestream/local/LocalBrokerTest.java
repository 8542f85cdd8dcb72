package io.rolestream.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.RequiredSchemas;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.local.services.Configuration;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBrokerTest {
    private final Path directory;

    LocalBrokerTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldHaveAllTopicsForClientsThatKnowOnlyItsAddressesAndKeepThem() {
        Path data = directory.resolve("data");

        assertThat(topicOf(data)).isEqualTo(topicOf(data));
    }

    /** The id of the topic of resumes during one run, after all topics were compared with the catalogue. */
    private static String topicOf(Path data) {
        EmbeddedKafka kafka = EmbeddedKafka.builder().directory(data).build();
        try (LocalBroker broker = new LocalBroker(kafka, LocalBrokerTest::settings)) {
            broker.start();
            assertThat(broker.isReady()).isTrue();
            Settings settings = settings(Map.of(
                    "bootstrap.servers", kafka.bootstrapServers(), "schema.registry.url", kafka.schemaRegistryUrl()));
            Settings lookingUp = settings.with(Map.of("schema.auto.register", "false"));
            assertThat(RequiredSchemas.problems(Cluster.of(lookingUp).registry(), Configuration.subjects(settings)))
                    .isEmpty();
            try (Admin admin = Cluster.of(settings).clients().admin()) {
                assertThat(TopicAdmin.check(admin, Configuration.catalogue(settings)))
                        .isEmpty();
                return TopicAdmin.id(admin, "resumes");
            }
        }
    }

    private static Settings settings(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.put("topic.partitions", "2");
        return Settings.of(Configuration.definitions(), all);
    }
}
