package io.rolestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.RoleCorrection;
import io.rolestream.schemas.registry.HttpSchemaRegistry;
import io.rolestream.schemas.registry.RegistryConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
class BrokerCrashTest {
    /** Each partition of a transaction gets an end marker: so many that a kill most likely comes amid writing them. */
    private static final int WIDTH = 50;

    @TempDir
    Path directory = Path.of("");

    @Test
    void shouldComeBackAfterAKillWithRecordsAndSchemas() throws Exception {
        int schema;
        try (var broker = BrokerProcess.start(directory)) {
            var address = broker.awaitReady();
            createTopic(address.get(0), 2);
            PlainClients.produce(address.get(0), "t", "one", "two", "three");
            schema = register(address.get(1));
            broker.kill();
        }
        try (var broker = BrokerProcess.start(directory)) {
            var address = broker.awaitReady();
            assertThat(PlainClients.consume(address.get(0), "t", 3)).containsExactlyInAnyOrder("one", "two", "three");
            assertThat(register(address.get(1))).isEqualTo(schema);
        }
    }

    @Test
    @Tag("full")
    void shouldAbortATransactionThatTimedOutWhileItWasDead() throws Exception {
        try (var broker = BrokerProcess.start(directory)) {
            String address = broker.awaitReady().get(0);
            createTopic(address, 1);
            try (var producer = transactional(address, Duration.ofMillis(100))) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("t", "never committed")).get();
                broker.kill();
                producer.close(Duration.ZERO);
            }
        }
        try (var broker = BrokerProcess.start(directory)) {
            String address = broker.awaitReady().get(0);
            PlainClients.produce(address, "t", "after");
            assertThat(PlainClients.consumeCommitted(address, "t", "after", 1)).containsExactly("after");
        }
    }

    @Test
    @Tag("full")
    void shouldEndACommitThatItsDeathInterrupted() throws Exception {
        var committed = new AtomicInteger();
        try (var broker = BrokerProcess.start(directory)) {
            String address = broker.awaitReady().get(0);
            createTopic(address, WIDTH);
            try (var producer = transactional(address, Duration.ofMinutes(1))) {
                var some = new CountDownLatch(20);
                var committing = CompletableFuture.runAsync(() -> {
                    while (true) {
                        commit(producer, committed.toString());
                        committed.incrementAndGet();
                        some.countDown();
                    }
                });
                assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
                broker.kill();
                producer.close(Duration.ZERO);
                assertThat(committing).failsWithin(Duration.ofSeconds(10));
            }
        }
        try (var broker = BrokerProcess.start(directory)) {
            String address = broker.awaitReady().get(0);
            try (var producer = transactional(address, Duration.ofMinutes(1))) {
                commit(producer, "last");
            }
            var transactions = PlainClients.consumeCommitted(address, "t", "last", WIDTH).stream()
                    .collect(Collectors.groupingBy(value -> value, Collectors.counting()));
            assertThat(transactions).hasSizeGreaterThan(committed.get());
            assertThat(transactions.values()).containsOnly((long) WIDTH);
        }
    }

    @Test
    void shouldNameTheProcessThatHoldsTheDirectory() throws Exception {
        try (var broker = BrokerProcess.start(directory)) {
            broker.awaitReady();
            assertThatThrownBy(
                            () -> EmbeddedKafka.builder().directory(directory).start())
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
        EmbeddedKafka.builder().directory(directory).start().close();
    }

    @Test
    void shouldPrintOneClearLineWhereItCannotStart() throws Exception {
        try (var broker = BrokerProcess.start(directory.resolve("no/such"))) {
            assertThat(broker.awaitEnd()).startsWith("Directory ").doesNotContain("\n");
            assertThat(broker.exitCode()).isEqualTo(1);
        }
    }

    private static void createTopic(String address, int partitions) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(new NewTopic("t", partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** A producer that has ended whatever its predecessor left. */
    private static KafkaProducer<String, String> transactional(String address, Duration timeout) {
        var producer = PlainClients.producer(
                address, Map.of("transactional.id", "x", "transaction.timeout.ms", (int) timeout.toMillis()));
        producer.initTransactions();
        return producer;
    }

    /** Commits a value to every partition. */
    private static void commit(KafkaProducer<String, String> producer, String value) {
        producer.beginTransaction();
        for (int partition = 0; partition < WIDTH; partition++) {
            var unused = producer.send(new ProducerRecord<>("t", partition, "", value));
        }
        producer.commitTransaction();
    }

    private static int register(String url) {
        return new HttpSchemaRegistry(RegistryConfig.of(URI.create(url)))
                .register("t-value", RoleCorrection.getClassSchema());
    }
}
