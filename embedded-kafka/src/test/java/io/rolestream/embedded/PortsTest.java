package io.rolestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    @TempDir
    Path directory = Path.of("");

    private final ServerSocket taken = new ServerSocket();

    PortsTest() throws IOException {}

    @BeforeEach
    void takeAPort() throws IOException {
        taken.bind(Ports.loopback(0));
    }

    @AfterEach
    void releaseIt() throws IOException {
        taken.close();
    }

    @Test
    void shouldNameTheBrokersPortAndOptionWhereItIsTaken() {
        refused(EmbeddedKafka.builder().port(taken.getLocalPort()), "--port");
    }

    @Test
    void shouldNameTheRegistrysPortAndOptionWhereItIsTaken() {
        refused(EmbeddedKafka.builder().registryPort(taken.getLocalPort()), "--registry-port");
    }

    @Test
    void shouldUseThePortsThatAreAskedFor() {
        int broker = Ports.free(0, "any");
        int registry = Ports.free(0, "any");
        try (var kafka = EmbeddedKafka.builder()
                .port(broker)
                .registryPort(registry)
                .start()) {
            assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + broker);
            assertThat(kafka.schemaRegistryUrl()).isEqualTo("http://127.0.0.1:" + registry);
        }
    }

    @Test
    void shouldRefuseNumbersThatAreNoPorts() {
        assertThatThrownBy(() -> EmbeddedKafka.builder().port(70_000).start())
                .hasMessageContaining("70000");
        assertThatThrownBy(
                        () -> EmbeddedKafka.builder().registryPort(-1).start())
                .hasMessageContaining("-1");
    }

    private void refused(EmbeddedKafka.Builder builder, String option) {
        var kafka = builder.directory(directory)
                .portOptions("--port", "--registry-port")
                .build();
        assertThatThrownBy(kafka::start)
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessageContaining("Port " + taken.getLocalPort())
                .hasMessageContaining(option);
        // Nothing holds the directory any more.
        EmbeddedKafka.builder().directory(directory).start().close();
    }
}
