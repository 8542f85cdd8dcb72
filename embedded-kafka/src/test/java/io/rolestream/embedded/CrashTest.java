package io.rolestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.RoleCorrection;
import io.rolestream.schemas.registry.HttpSchemaRegistry;
import io.rolestream.schemas.registry.RegistryConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void shouldComeBackAfterAKillWithRecordsAndSchemas() throws Exception {
        int schema;
        try (var broker = BrokerProcess.start(directory)) {
            var address = broker.awaitReady();
            try (var admin = Admin.create(Map.of("bootstrap.servers", address.get(0)))) {
                admin.createTopics(List.of(new NewTopic("t", 2, (short) 1)))
                        .all()
                        .get();
            }
            Clients.produce(address.get(0), "t", "one", "two", "three");
            schema = register(address.get(1));
            broker.kill();
        }
        try (var broker = BrokerProcess.start(directory)) {
            var address = broker.awaitReady();
            assertThat(Clients.consume(address.get(0), "t", 3)).containsExactlyInAnyOrder("one", "two", "three");
            assertThat(register(address.get(1))).isEqualTo(schema);
        }
    }

    @Test
    void shouldNameTheProcessThatHoldsTheDirectory() throws Exception {
        try (var broker = BrokerProcess.start(directory)) {
            broker.awaitReady();
            assertThatThrownBy(() ->
                            EmbeddedKafka.builder().directory(directory).build().start())
                    .hasMessage("Directory %s is in use by another Rolestream broker (pid %d)"
                            .formatted(directory, broker.pid()));
        }
    }

    @Test
    void shouldEndOnSigtermAndLeaveTheDirectoryFree() throws Exception {
        try (var broker = BrokerProcess.start(directory)) {
            broker.awaitReady();
            broker.terminate();
            broker.awaitEnd();
        }
        EmbeddedKafka.builder().directory(directory).build().start().close();
    }

    @Test
    void shouldPrintOneClearLineWhereItCannotStart() throws Exception {
        try (var broker = BrokerProcess.start(directory.resolve("no/such"))) {
            assertThat(broker.awaitEnd()).startsWith("Directory ").doesNotContain("\n");
            assertThat(broker.exitCode()).isEqualTo(1);
        }
    }

    private static int register(String url) {
        return new HttpSchemaRegistry(RegistryConfig.of(URI.create(url)))
                .register("t-value", RoleCorrection.getClassSchema());
    }
}
