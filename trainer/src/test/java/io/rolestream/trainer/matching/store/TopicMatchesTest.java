package io.rolestream.trainer.matching.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.FeedbackAction;
import io.rolestream.events.Job;
import io.rolestream.events.JobFeedback;
import io.rolestream.events.MatchDirection;
import io.rolestream.events.Resume;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.trainer.matching.GradedMatch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicMatchesTest {
    static {
        GeneratedRecords.trust();
    }

    private static final int TEXT_CHARS = 100;

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
    void shouldLearnFromTheTopicsAndForgetWhatIsErased(@TempDir Path directory) throws Exception {
        Settings settings = settings("feedback.");
        Topics topics = new Topics("feedback.");
        create(settings, List.of(topics.resumes(), topics.jobs(), topics.jobFeedback()));
        Cluster cluster = Cluster.of(settings, kafka.registry());
        try (var producer = producer();
                MatchStore store = MatchStore.open(directory)) {
            send(
                    producer,
                    topics.jobs(),
                    "j",
                    Job.newBuilder()
                            .setJobId("j")
                            .setTitle("Java")
                            .setSkills("java")
                            .build());
            for (String id : List.of("r1", "r2")) {
                send(producer, topics.resumes(), id, resume(id));
                send(producer, topics.jobFeedback(), id, feedback(id, FeedbackAction.APPLIED));
            }
            producer.send(new ProducerRecord<>(
                            topics.jobFeedback(), "r1", "no feedback".getBytes(StandardCharsets.UTF_8)))
                    .get();

            Map<String, Long> offsets = TopicMatches.catchUp(cluster, store, TEXT_CHARS);
            assertThat(offsets).containsEntry(topics.jobFeedback() + "-0", 3L);
            assertThat(store.data(sentence -> {}).matches())
                    .extracting(GradedMatch::resumeId, GradedMatch::grade)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("r1", 2), org.assertj.core.groups.Tuple.tuple("r2", 2));

            producer.send(new ProducerRecord<>(topics.resumes(), "r1", null)).get();
            TopicMatches.catchUp(cluster, store, TEXT_CHARS);
            assertThat(store.data(sentence -> {}).matches())
                    .extracting(GradedMatch::resumeId)
                    .containsExactly("r2");

            producer.send(new ProducerRecord<>(topics.jobFeedback(), "r2", null))
                    .get();
            TopicMatches.catchUp(cluster, store, TEXT_CHARS);
            assertThat(store.data(sentence -> {}).matches()).isEmpty();
            assertThat(store.data(sentence -> {}).resumes()).isEmpty();
        }
    }

    @Test
    void shouldStoreJsonWithoutAnIdUnderItsKey(@TempDir Path directory) throws Exception {
        Settings settings = settings("json.");
        Topics topics = new Topics("json.");
        create(settings, List.of(topics.resumes(), topics.jobs(), topics.jobFeedback()));
        Cluster cluster = Cluster.of(settings, kafka.registry());
        try (var producer = producer();
                MatchStore store = MatchStore.open(directory)) {
            for (String id : List.of("r1", "r2")) {
                byte[] json = "{\"skills\": \"java\"}".getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topics.resumes(), id, json)).get();
                send(producer, topics.jobFeedback(), id, feedback(id, FeedbackAction.APPLIED));
            }
            TopicMatches.catchUp(cluster, store, TEXT_CHARS);
            assertThat(store.data(sentence -> {}).resumes()).containsOnlyKeys("r1", "r2");

            producer.send(new ProducerRecord<>(topics.resumes(), "r1", null)).get();
            TopicMatches.catchUp(cluster, store, TEXT_CHARS);
            assertThat(store.data(sentence -> {}).resumes()).containsOnlyKeys("r2");
        }
    }

    @Test
    void shouldSkipTextsThatOtherServicesDeadLetterAsTooLong(@TempDir Path directory) throws Exception {
        Settings settings = settings("long.");
        Topics topics = new Topics("long.");
        create(settings, List.of(topics.resumes(), topics.jobs(), topics.jobFeedback()));
        Cluster cluster = Cluster.of(settings, kafka.registry());
        try (var producer = producer();
                MatchStore store = MatchStore.open(directory)) {
            for (int chars : List.of(TEXT_CHARS, TEXT_CHARS + 1)) {
                String id = "of-" + chars;
                String skills = "x".repeat(chars);
                send(
                        producer,
                        topics.resumes(),
                        id,
                        Resume.newBuilder().setResumeId(id).setSkills(skills).build());
                send(
                        producer,
                        topics.jobs(),
                        id,
                        Job.newBuilder()
                                .setJobId(id)
                                .setTitle("Java")
                                .setSkills(skills)
                                .build());
                send(
                        producer,
                        topics.jobFeedback(),
                        id,
                        JobFeedback.newBuilder(feedback(id, FeedbackAction.APPLIED))
                                .setJobId(id)
                                .build());
            }
            TopicMatches.catchUp(cluster, store, TEXT_CHARS);

            assertThat(store.data(sentence -> {}).resumes()).containsOnlyKeys("of-100");
            assertThat(store.data(sentence -> {}).jobs()).containsOnlyKeys("of-100");
        }
    }

    /** A sender's clock may be ahead. */
    @Test
    void shouldEraseWhatWasSentBeforeWhateverItsTimeSays(@TempDir Path directory) throws Exception {
        Settings settings = settings("ahead.");
        Topics topics = new Topics("ahead.");
        create(settings, List.of(topics.resumes(), topics.jobs(), topics.jobFeedback()));
        Cluster cluster = Cluster.of(settings, kafka.registry());
        try (var producer = producer();
                MatchStore store = MatchStore.open(directory)) {
            send(producer, topics.resumes(), "r", resume("r"));
            JobFeedback ahead = JobFeedback.newBuilder(feedback("r", FeedbackAction.APPLIED))
                    .setHappenedAt(Instant.now().plus(Duration.ofHours(1)))
                    .build();
            send(producer, topics.jobFeedback(), "r", ahead);
            producer.send(new ProducerRecord<>(topics.resumes(), "r", null)).get();
            send(producer, topics.resumes(), "r", resume("r"));
            TopicMatches.catchUp(cluster, store, TEXT_CHARS);

            assertThat(store.data(sentence -> {}).resumes()).isEmpty();
        }
    }

    private static Resume resume(String id) {
        return Resume.newBuilder().setResumeId(id).setSkills("java, spring").build();
    }

    @Test
    void shouldSayWhichTopicsAreNeeded(@TempDir Path directory) {
        Cluster cluster = Cluster.of(settings("nothing."), kafka.registry());
        try (MatchStore store = MatchStore.open(directory)) {
            assertThatThrownBy(() -> TopicMatches.catchUp(cluster, store, TEXT_CHARS))
                    .isInstanceOf(MatchStoreException.class)
                    .hasMessageContaining("nothing.job-feedback")
                    .hasMessageContaining("rolestream topics create");
        }
    }

    private static JobFeedback feedback(String resume, FeedbackAction action) {
        return JobFeedback.newBuilder()
                .setResumeId(resume)
                .setJobId("j")
                .setAction(action)
                .setDirection(MatchDirection.JOBS_FOR_RESUME)
                .setPosition(1)
                .build();
    }

    private Settings settings(String prefix) {
        return Settings.of(
                ConnectionConfig.define(new ConfigDef()),
                Map.of(
                        ConnectionConfig.BOOTSTRAP_SERVERS,
                        kafka.bootstrapServers(),
                        ConnectionConfig.TOPIC_PREFIX,
                        prefix));
    }

    private static void create(Settings settings, List<String> names) throws Exception {
        try (Admin admin = Clients.of(settings).admin()) {
            admin.createTopics(names.stream()
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private <T extends SpecificRecord> void send(
            KafkaProducer<String, byte[]> producer, String topic, String key, T value) throws Exception {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) value.getClass();
        try (AvroSerde<T> serde = new AvroSerde<>(type, kafka.registry())) {
            var record = new ProducerRecord<String, byte[]>(topic, key, null);
            producer.send(new ProducerRecord<>(
                            topic,
                            null,
                            key,
                            serde.serializer().serialize(topic, record.headers(), value),
                            record.headers()))
                    .get();
        }
    }
}
