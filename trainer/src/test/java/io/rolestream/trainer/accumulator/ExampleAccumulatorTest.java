package io.rolestream.trainer.accumulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdminException;
import io.rolestream.common.metrics.Metric;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.trainer.examples.Example;
import io.rolestream.trainer.examples.ExampleStore;
import io.rolestream.trainer.examples.Retention;
import io.rolestream.trainer.examples.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.Schema;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each test has topics of its own by a prefix. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExampleAccumulatorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofMillis(200);

    private final EmbeddedKafka kafka = EmbeddedKafka.builder().build();

    @BeforeAll
    void start() {
        kafka.start();
    }

    @AfterAll
    void stop() {
        kafka.close();
    }

    @Test
    void shouldTakeInWhatIsThereAndThenWhatComes(@TempDir Path directory) throws Exception {
        try (var topics = SourceTopicsOnKafka.create(kafka, "comes.");
                var store = ExampleStore.open(directory);
                var accumulator = accumulator(topics, store)) {
            topics.correct("a", "Java", "Y", Samples.NOON);
            topics.example("a", "Java");
            topics.example("b", "Java");
            topics.flush();
            assertThat(accumulator.lag()).isEmpty();
            accumulator.start();
            awaitCounts(accumulator, new AccumulatedCounts(2, 0, 1, 0, 0));

            assertThat(Samples.read(store)).singleElement().satisfies(example -> {
                assertThat(example.resumes()).isEqualTo(2);
                assertThat(Samples.correction(example).role()).isEqualTo("Y");
            });
            topics.forget("a");
            awaitCounts(accumulator, new AccumulatedCounts(2, 1, 1, 0, 0));
            Awaitility.await().atMost(PATIENCE).until(() -> accumulator.lag().equals(OptionalLong.of(0)));
            assertThat(accumulator.healthy()).isTrue();
            accumulator.close();
            assertThat(accumulator.healthy()).isFalse();
            assertThat(accumulator.stopped()).isCompletedWithValue(null);
        }
    }

    @Test
    void shouldTakeInAnAnswerWhoseSchemaIsNamedInAHeader(@TempDir Path directory) throws Exception {
        try (var topics = SourceTopicsOnKafka.create(kafka, "header.");
                var store = ExampleStore.open(directory);
                var accumulator = accumulator(topics, store)) {
            topics.example("a", "Java");
            topics.correctWithHeader("a", "Java", "Y", Samples.NOON);
            topics.flush();
            accumulator.start();

            awaitCounts(accumulator, new AccumulatedCounts(1, 0, 1, 0, 0));
            assertThat(Samples.read(store))
                    .singleElement()
                    .satisfies(example ->
                            assertThat(Samples.correction(example).role()).isEqualTo("Y"));
        }
    }

    @Test
    void shouldReadOnFromWhatIsStored(@TempDir Path directory) throws Exception {
        try (var topics = SourceTopicsOnKafka.create(kafka, "on.");
                var store = ExampleStore.open(directory)) {
            topics.example("a", "Java");
            takeIn(topics, store, 1);
            topics.example("b", "Python");
            takeIn(topics, store, 1);

            assertThat(Samples.read(store)).hasSize(2);
        }
    }

    @Test
    void shouldPassOverWhatMakesNoSense(@TempDir Path directory) throws Exception {
        try (var topics = SourceTopicsOnKafka.create(kafka, "odd.");
                var store = ExampleStore.open(directory);
                var accumulator = accumulator(topics, store)) {
            String examples = topics.topics().trainingExamples();
            topics.send(examples, "a", new byte[] {1, 2, 3});
            topics.send(examples, null, null);
            topics.example("a", " ");
            topics.correct("a", "Java", "", Samples.NOON);
            topics.example("a", "Java");
            accumulator.start();

            awaitCounts(accumulator, new AccumulatedCounts(1, 0, 0, 4, 0));
            assertThat(Samples.read(store)).hasSize(1);
        }
    }

    @Test
    void shouldReadATopicThatWasMadeAnewFromItsBeginning(@TempDir Path directory) throws Exception {
        try (var topics = SourceTopicsOnKafka.create(kafka, "anew.");
                var store = ExampleStore.open(directory);
                var accumulator = accumulator(topics, store)) {
            for (int i = 0; i < 20; i++) {
                topics.example("id" + i, "text " + i);
            }
            accumulator.start();
            awaitCounts(accumulator, new AccumulatedCounts(20, 0, 0, 0, 0));

            topics.recreateExamples();
            // As many as before: the old offsets are good ones of the new topic.
            for (int i = 10; i < 30; i++) {
                topics.example("id" + i, "text " + i);
            }
            Awaitility.await().atMost(PATIENCE).until(() -> Samples.read(store).size() == 30);
        }
    }

    @Test
    void shouldReadATopicThatWasMadeAnewWhileItWasAway(@TempDir Path directory) throws Exception {
        try (var topics = SourceTopicsOnKafka.create(kafka, "away.");
                var store = ExampleStore.open(directory)) {
            for (int i = 0; i < 20; i++) {
                topics.example("id" + i, "text " + i);
            }
            takeIn(topics, store, 20);
            topics.recreateExamples();
            topics.example("new", "new");
            takeIn(topics, store, 1);

            assertThat(Samples.read(store)).hasSize(21);
        }
    }

    @Test
    void shouldReadFromTheBeginningWhereRecordsAreGone(@TempDir Path directory) throws Exception {
        try (var topics = SourceTopicsOnKafka.create(kafka, "gone.");
                var store = ExampleStore.open(directory)) {
            topics.example("a", "Java");
            takeIn(topics, store, 1);
            topics.example("a", "Java");
            topics.example("a", "Python");
            topics.flush();
            topics.deleteExamplesButTheLast("a");
            MeterRegistry meters = new SimpleMeterRegistry();
            try (var accumulator = accumulator(topics, store, meters)) {
                accumulator.start();
                awaitCounts(accumulator, new AccumulatedCounts(1, 0, 0, 0, 0));
            }

            assertThat(Samples.read(store)).extracting(Example::text).containsExactly("Python");
            assertThat(Metric.RECORDS_GONE
                            .counter(meters, topics.topics().trainingExamples())
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldTryAgainWhenTheRegistryIsBack(@TempDir Path directory) throws Exception {
        var away = new AtomicBoolean(true);
        try (var topics = SourceTopicsOnKafka.create(kafka, "registry.");
                var store = ExampleStore.open(directory);
                var accumulator = new ExampleAccumulator(
                        Cluster.of(topics.settings(), goingAway(away)),
                        new Retention(Duration.ofDays(365), 250_000),
                        store,
                        new SimpleMeterRegistry(),
                        SOON)) {
            topics.example("a", "Java");
            topics.flush();
            accumulator.start();
            Thread.sleep(500);
            assertThat(Samples.read(store)).isEmpty();
            away.set(false);

            awaitCounts(accumulator, new AccumulatedCounts(1, 0, 0, 0, 0));
        }
    }

    @Test
    void shouldSayThatATopicIsMissing(@TempDir Path directory) {
        try (var topics = new SourceTopicsOnKafka(kafka, "none.");
                var store = ExampleStore.open(directory);
                var accumulator = accumulator(topics, store)) {
            assertThatThrownBy(accumulator::start)
                    .isInstanceOf(TopicAdminException.class)
                    .hasMessage("Topic none.training-examples is missing: create it with `rolestream topics create`");
        }
    }

    private static void takeIn(SourceTopicsOnKafka topics, ExampleStore store, int examples) throws Exception {
        topics.flush();
        try (var accumulator = accumulator(topics, store)) {
            accumulator.start();
            awaitCounts(accumulator, new AccumulatedCounts(examples, 0, 0, 0, 0));
        }
    }

    private static void awaitCounts(ExampleAccumulator accumulator, AccumulatedCounts counts) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(accumulator.counts()).isEqualTo(counts));
    }

    private static ExampleAccumulator accumulator(SourceTopicsOnKafka topics, ExampleStore store) {
        return accumulator(topics, store, new SimpleMeterRegistry());
    }

    private static ExampleAccumulator accumulator(
            SourceTopicsOnKafka topics, ExampleStore store, MeterRegistry meters) {
        return new ExampleAccumulator(
                Cluster.of(topics.settings(), topics.registry()),
                new Retention(Duration.ofDays(365), 250_000),
                store,
                meters,
                SOON);
    }

    private SchemaRegistry goingAway(AtomicBoolean away) {
        return new SchemaRegistry() {
            @Override
            public int register(String subject, Schema schema) {
                return kafka.registry().register(subject, schema);
            }

            @Override
            public Schema byId(String subject, int id) {
                if (away.get()) {
                    throw new SchemaRegistryUnavailableException("away", null);
                }
                return kafka.registry().byId(subject, id);
            }
        };
    }
}
