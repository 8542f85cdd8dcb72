package io.rolestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Clients;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.loop.LoopSettings;
import io.rolestream.common.loop.TransactionalLoop;
import io.rolestream.common.reading.OwnGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What the loop promises, whatever its step computes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransactionalLoopTest {
    private static final int PATIENCE_S = 40;

    private final EmbeddedKafka kafka = EmbeddedKafka.builder().build();
    private String in = "";
    private String out = "";

    @BeforeAll
    void start() {
        kafka.start();
    }

    @AfterAll
    void stop() {
        kafka.close();
    }

    @BeforeEach
    void createTopics(TestInfo test) throws Exception {
        in = test.getTestMethod().orElseThrow().getName();
        out = in + "-out";
        PlainClients.createTopic(kafka, in);
        PlainClients.createTopic(kafka, out);
    }

    @Test
    void shouldCommitOneResultForEachRecord() throws Exception {
        List<String> values = values(0, 500);
        produce(values);
        try (Running loop = new Running(new UpperCaseStep(out))) {
            assertThat(results(500)).containsExactlyInAnyOrderElementsOf(upperCase(values));
        }
    }

    @Test
    void shouldSendResultsInTheOrderOfTheirRecords() throws Exception {
        produce(values(0, 200));
        try (Running loop = new Running(new UpperCaseStep(out))) {
            Map<Integer, List<Integer>> numbers = new HashMap<>();
            records(200)
                    .forEach(result -> numbers.computeIfAbsent(result.partition(), key -> new ArrayList<>())
                            .add(Integer.valueOf(result.value().substring(1))));

            assertThat(numbers)
                    .hasSize(2)
                    .allSatisfy((partition, each) -> assertThat(each).isSorted());
        }
    }

    @Test
    void shouldReadPastSkippedRecordsAndSendOthersInsteadOfAFailure() throws Exception {
        produce(List.of("a1", "skip", "poison", "b2", "skip"));
        try (Running loop = new Running(new UpperCaseStep(out))) {
            assertThat(results(3)).containsExactlyInAnyOrder("A1", "dead: poison", "B2");
            loop.awaitCommitted(5);
        }
    }

    @Test
    void shouldComputeAgainWhenTheStepAsksForIt() throws Exception {
        produce(List.of("a1", "again", "b2"));
        try (Running loop = new Running(new UpperCaseStep(out))) {
            assertThat(results(3)).containsExactlyInAnyOrder("A1", "AGAIN", "B2");
        }
    }

    @Test
    void shouldReadAgainFromWhatIsCommittedAfterAFailure() throws Exception {
        List<String> values = new ArrayList<>(values(0, 100));
        values.add("crash");
        values.addAll(values(100, 200));
        produce(values);
        UpperCaseStep step = new UpperCaseStep(out);
        try (Running loop = new Running(step)) {
            assertThat(results(201)).containsExactlyInAnyOrderElementsOf(upperCase(values));
            assertThat(step.failures()).isEqualTo(1);
        }
    }

    @Test
    void shouldStopOnWhatIsFatalToTheStep() throws Exception {
        produce(List.of("fatal"));
        try (Running loop = new Running(new UpperCaseStep(out))) {
            assertThatThrownBy(() -> loop.ended.get(PATIENCE_S, TimeUnit.SECONDS))
                    .hasMessageContaining("fatal");
        }
    }

    @Test
    void shouldTakeNoRecordsBeforeTheStepIsPrepared() throws Exception {
        produce(List.of("a1"));
        UpperCaseStep step = new UpperCaseStep(out);
        step.prepared(false);
        try (Running loop = new Running(step)) {
            TimeUnit.MILLISECONDS.sleep(1_500);
            assertThat(step.read()).isZero();
            assertThat(loop.loop.hasJoined()).isTrue();
            assertThat(loop.loop.working()).isNotDone();

            step.prepared(true);

            assertThat(results(1)).containsExactly("A1");
            assertThat(loop.loop.working()).isDone();
        }
    }

    @Test
    void shouldHandOverBetweenMembersThatComeAndGo() throws Exception {
        List<String> values = values(0, 3_000);
        Running first = new Running(new UpperCaseStep(out), "a");
        produce(values.subList(0, 1_000));
        results(100);
        try (Running second = new Running(new UpperCaseStep(out), "b")) {
            produce(values.subList(1_000, 2_000));
            second.loop.working().get(PATIENCE_S, TimeUnit.SECONDS);
            first.close();
            produce(values.subList(2_000, 3_000));

            assertThat(results(3_000)).containsExactlyInAnyOrderElementsOf(upperCase(values));
        }
    }

    @Test
    void shouldLeaveToTheNextProcessWhatItCannotFinish() throws Exception {
        List<String> values = values(0, 50);
        UpperCaseStep stuck = new UpperCaseStep(out);
        stuck.getStuck();
        produce(values);
        try (Running first = new Running(stuck)) {
            stuck.awaitComputing(10);
        }
        try (Running second = new Running(new UpperCaseStep(out))) {
            assertThat(results(50)).containsExactlyInAnyOrderElementsOf(upperCase(values));
        }
    }

    @Test
    @Timeout(PATIENCE_S)
    void shouldCloseAConsumerWhoseThreadIsToldToStop() throws Exception {
        produce(values(0, 1));
        Consumer<byte[], byte[]> consumer = clients().reader(Map.of());
        consumer.assign(List.of(new TopicPartition(in, 0), new TopicPartition(in, 1)));
        consumer.seekToBeginning(consumer.assignment());
        while (consumer.poll(Duration.ofSeconds(1)).isEmpty()) {
            // until it has a session at the broker, which it ends when it closes
        }
        Thread.currentThread().interrupt();

        consumer.close();

        assertThat(Thread.interrupted()).isTrue();
    }

    private Clients clients() {
        return Clients.of(Settings.of(
                ConnectionConfig.define(new ConfigDef()),
                Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, kafka.bootstrapServers())));
    }

    private void produce(List<String> values) {
        try (var producer = PlainClients.producer(kafka.bootstrapServers(), Map.of())) {
            values.forEach(value -> producer.send(new ProducerRecord<>(in, value, value)));
        }
    }

    private List<String> results(int atLeast) {
        return records(atLeast).stream().map(ConsumerRecord::value).toList();
    }

    /** Committed results, at least so many, and those that come within a moment after them. */
    private List<ConsumerRecord<String, String>> records(int atLeast) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (var consumer = PlainClients.consumer(
                kafka.bootstrapServers(), "reader-" + System.nanoTime(), Map.of("isolation.level", "read_committed"))) {
            consumer.subscribe(List.of(out));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
            while (System.nanoTime() < end && records.size() < atLeast) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            consumer.poll(Duration.ofMillis(300)).forEach(records::add);
        }
        return records;
    }

    private static List<String> values(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "v" + i).toList();
    }

    private static List<String> upperCase(List<String> values) {
        return values.stream().map(UpperCaseStep::upperCase).toList();
    }

    /** A loop on a thread of its own. */
    private final class Running implements AutoCloseable {
        private final TransactionalLoop<String, String> loop;
        private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
        private final Thread thread = new Thread(this::run);

        Running(UpperCaseStep step) {
            this(step, "a");
        }

        Running(UpperCaseStep step, String id) {
            loop = new TransactionalLoop<>(
                    clients(),
                    new LoopSettings(
                            "toy",
                            List.of(in),
                            new OwnGroup(in, "group", in, null),
                            null,
                            in + "-" + id,
                            Duration.ofMillis(50)),
                    step,
                    new SimpleMeterRegistry());
            thread.start();
        }

        private void run() {
            try {
                loop.run(Duration.ofSeconds(1));
                ended.complete(null);
            } catch (InterruptedException | RuntimeException e) {
                ended.completeExceptionally(e);
            } finally {
                loop.leave();
            }
        }

        void awaitCommitted(long records) throws Exception {
            try (var admin = PlainClients.admin(kafka)) {
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
                long committed = 0;
                while (committed < records && System.nanoTime() < deadline) {
                    committed =
                            admin.listConsumerGroupOffsets(in).partitionsToOffsetAndMetadata().get().values().stream()
                                    .mapToLong(OffsetAndMetadata::offset)
                                    .sum();
                    TimeUnit.MILLISECONDS.sleep(50);
                }
                assertThat(committed).isEqualTo(records);
            }
        }

        @Override
        public void close() throws InterruptedException {
            loop.stop();
            thread.join();
        }
    }
}
