package io.rolestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Vote;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void shouldCarryRecordsFromProducerToConsumer() throws Exception {
        try (var kafka = EmbeddedKafka.startTemporary()) {
            PlainClients.createTopic(kafka, "t");
            PlainClients.produce(kafka.bootstrapServers(), "t", "one", "two");
            assertThat(PlainClients.consume(kafka.bootstrapServers(), "t", 2)).containsExactlyInAnyOrder("one", "two");
        }
    }

    @Test
    void shouldKeepDataClusterIdAndSchemaIdsOverARestartOnOtherPorts() throws Exception {
        String cluster;
        String ports;
        int schema;
        try (var kafka = onDirectory().start()) {
            PlainClients.createTopic(kafka, "t");
            PlainClients.produce(kafka.bootstrapServers(), "t", "one");
            cluster = PlainClients.clusterId(kafka);
            ports = kafka.bootstrapServers() + kafka.schemaRegistryUrl();
            kafka.registry().register("first-value", RoleCorrection.getClassSchema());
            schema = kafka.registry().register("second-value", Vote.getClassSchema());
        }
        try (var kafka = onDirectory().start()) {
            assertThat(kafka.bootstrapServers() + kafka.schemaRegistryUrl()).isNotEqualTo(ports);
            assertThat(PlainClients.clusterId(kafka)).isEqualTo(cluster);
            assertThat(PlainClients.consume(kafka.bootstrapServers(), "t", 1)).containsExactly("one");
            assertThat(kafka.registry().register("second-value", Vote.getClassSchema()))
                    .isEqualTo(schema);
        }
    }

    @Test
    void shouldCloseAtOnceWhileClientsAreConnected() throws Exception {
        var kafka = onDirectory().start();
        PlainClients.createTopic(kafka, "t");
        try (var producer = PlainClients.producer(kafka.bootstrapServers(), Map.of("transactional.id", "x"));
                var consumer = PlainClients.consumer(kafka.bootstrapServers(), "g")) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("t", "one")).get();
            producer.commitTransaction();
            consumer.subscribe(List.of("t"));
            assertThat(consumer.poll(Duration.ofSeconds(10))).isNotEmpty();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("t", "never committed")).get();
            // A third of a second on a quiet machine; a broker that waits for its clients takes half a minute.
            long start = System.nanoTime();
            kafka.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            producer.close(Duration.ZERO);
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    @Test
    void shouldDeleteATemporaryDirectoryOnClose() {
        var kafka = EmbeddedKafka.startTemporary();
        Path temporary = kafka.dataDirectory();
        assertThat(temporary).isNotEmptyDirectory();
        kafka.close();
        assertThat(temporary).doesNotExist();
    }

    @Test
    void shouldBearBeingClosedTwiceAndBeforeItsStart() {
        var kafka = onDirectory().build();
        kafka.close();
        kafka.close();
        assertThatThrownBy(kafka::start).isInstanceOf(IllegalStateException.class);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldNotLetTwoBrokersShareADirectory() {
        try (var first = onDirectory().start();
                var second = onDirectory().build()) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(EmbeddedKafkaException.class)
                    .hasMessage("Directory %s is in use by another Rolestream broker (pid %d)"
                            .formatted(
                                    first.dataDirectory(),
                                    ProcessHandle.current().pid()));
        }
    }

    @Test
    void shouldListenOnLoopbackOnly() throws Exception {
        try (var kafka = EmbeddedKafka.startTemporary()) {
            int port = Integer.parseInt(kafka.bootstrapServers().split(":")[1]);
            assertThat(kafka.bootstrapServers()).startsWith("127.0.0.1:");
            for (var network : NetworkInterface.networkInterfaces().toList()) {
                for (var address : network.inetAddresses()
                        .filter(a -> !a.isLoopbackAddress())
                        .toList()) {
                    try (var socket = new Socket()) {
                        assertThatThrownBy(() -> socket.connect(new InetSocketAddress(address, port), 500))
                                .isInstanceOf(IOException.class);
                    }
                }
            }
        }
    }

    @Test
    void shouldLeaveAForeignDirectoryAlone() throws Exception {
        Files.writeString(directory.resolve("thesis.odt"), "precious");
        assertThatThrownBy(() -> onDirectory().start())
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessageContaining("thesis.odt")
                .hasMessageContaining(directory.toString());
        assertThat(directory.toFile().list()).containsExactly("thesis.odt");
    }

    @Test
    void shouldSayWhichParentIsMissing() {
        Path deep = directory.resolve("no/such");
        assertThatThrownBy(() -> EmbeddedKafka.builder().directory(deep).start())
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessageContaining(deep.getParent() + " is not a directory");
    }

    private EmbeddedKafka.Builder onDirectory() {
        return EmbeddedKafka.builder().directory(directory);
    }
}
