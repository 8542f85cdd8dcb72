package io.rolestream.system.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.dashboard.Dashboard;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.FeedbackAction;
import io.rolestream.events.Job;
import io.rolestream.events.JobFeedback;
import io.rolestream.events.MatchDirection;
import io.rolestream.events.Resume;
import io.rolestream.events.RoleCorrection;
import io.rolestream.local.LocalStack;
import io.rolestream.local.services.Configuration;
import io.rolestream.local.services.Services;
import io.rolestream.models.ModelsConfig;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.describing.DescribingConfig;
import io.rolestream.stream.describing.GeneratorService;
import io.rolestream.stream.recommending.RecommenderConfig;
import io.rolestream.stream.review.CorrectionSender;
import io.rolestream.stream.worker.FixedModel;
import io.rolestream.trainer.TrainConfig;
import io.rolestream.trainer.TrainerConfig;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The list in docs/OPERATIONS.md of what is erased when: a marker is written into every field of a resume, of an answer
 * on it and of feedback on a job that is recommended for it, found in every place that the list names, and in none
 * after the resume was deleted and the topics were cleaned. Days of compaction and retention pass in seconds.
 */
@Tag("full")
class ForgettingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Topics TOPICS = Topics.unprefixed();
    private static final String ID = "forget-7f3a9c";
    private static final String TEXT = "zyxwmarkertext";
    private static final String JOB = "job-for-all";
    private static final String MODEL_SAYS = "Cloud Engineer";
    private static final String DECODER = "../engine/src/test/resources/io/rolestream/engine/model/generation/smollm2";
    private static final String CHANGELOG = "-changelog";
    /** Deleted by age, whatever their keys, after so many days. */
    private static final Map<String, Long> DAYS =
            Map.of(TOPICS.resumes(), 7L, TOPICS.labelVotes(), 1L, TOPICS.resumesDlq(), 30L, TOPICS.jobFeedback(), 365L);

    private static final Set<String> BY_AGE = DAYS.keySet();

    private static final Set<String> BY_COMPACTION = Set.of(
            TOPICS.labelledRoles(),
            TOPICS.labelDisagreements(),
            TOPICS.trainingExamples(),
            TOPICS.roleCorrections(),
            TOPICS.jobRecommendations(),
            TOPICS.resumeRecommendations(),
            TOPICS.generatedDescriptions());

    private final Marker any = new Marker(List.of(ID, TEXT));
    private final Marker text = new Marker(List.of(TEXT));
    private final CountDownLatch trained = new CountDownLatch(1);

    @Test
    void shouldLeaveNothingOfADeletedResume(@TempDir Path directory) throws Exception {
        EmbeddedKafka kafka =
                EmbeddedKafka.builder().properties(PassingDays.BROKER).build();
        try (LocalStack stack = LocalStack.start(
                        kafka,
                        broker -> settings(broker, directory),
                        (s, c, m) -> new FixedModel(new Opinion(MODEL_SAYS)),
                        (request, work, monitor, stop) -> {
                            trained.await();
                            throw new TrainingImpossibleException("a test");
                        });
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Dashboard dashboard =
                    new Dashboard(stack.cluster(), DashboardConfig.settings(stack.settings()), stack.stream());
            dashboard.start();
            stack.add(dashboard);
            stack.recommend();
            GeneratorService generator =
                    Services.generator(stack.settings(), stack.cluster(), new SimpleMeterRegistry());
            generator.start();
            stack.add(generator);
            Pages pages = new Pages(dashboard.url(), ID, "Data Engineer", MODEL_SAYS, JOB);
            Path state = kafka.dataDirectory().resolve("state");
            Path trainer = directory.resolve("trainer");

            post(producer, kafka, JOB, "Data Engineer");
            send(producer, kafka, ID, TEXT);
            producer.send(new ProducerRecord<>(TOPICS.resumes(), 0, bytes(ID), bytes(TEXT)))
                    .get();
            await().atMost(PATIENCE).until(() -> text.isIn(pages.all()));
            try (CorrectionSender corrections = new CorrectionSender(stack.cluster())) {
                corrections.send(answer(ID, TEXT), 0).get();
            }
            report(producer, kafka, ID, TEXT);
            for (int i = 0; i < 5; i++) {
                send(producer, kafka, "other-" + i, "others" + i);
            }
            Set<String> everywhere = new TreeSet<>(BY_AGE);
            everywhere.addAll(BY_COMPACTION);
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(any.topics(kafka.bootstrapServers()).stream().filter(topic -> !topic.endsWith(CHANGELOG)))
                        .containsExactlyInAnyOrderElementsOf(everywhere);
                assertThat(any.topics(kafka.bootstrapServers())).anyMatch(topic -> topic.endsWith(CHANGELOG));
                assertThat(text.files(trainer))
                        .anyMatch(file -> file.getFileName().toString().startsWith("examples.db"))
                        .anyMatch(file -> file.endsWith(Path.of("training", "texts.jsonl.gz")));
                assertThat(pages.lists()).contains(JOB, "\"" + ID + "\"", TEXT);
            });

            producer.send(new ProducerRecord<>(TOPICS.resumes(), 0, bytes(ID), null))
                    .get();
            trained.countDown();
            await("pages")
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(pages.all()).doesNotContain(TEXT).doesNotContain("\"" + ID + "\""));
            await("files").atMost(PATIENCE).untilAsserted(() -> {
                assertThat(text.files(trainer)).isEmpty();
                assertThat(any.files(trainer)).isEmpty();
                assertThat(any.files(directory.resolve("recommender"))).isEmpty();
                assertThat(text.files(state)).isEmpty();
            });

            requireLimits(admin);
            PassingDays.over(admin, BY_AGE);
            await("topics").atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                // A segment that is written to is neither compacted nor deleted.
                String filler = "filler" + System.nanoTime();
                send(producer, kafka, "filler", filler);
                post(producer, kafka, "filler", filler);
                report(producer, kafka, "filler", filler);
                producer.send(new ProducerRecord<>(TOPICS.resumes(), 0, bytes("bad"), bytes("bad")));
                try (CorrectionSender corrections = new CorrectionSender(stack.cluster())) {
                    corrections.send(answer("filler", "filler"), 0).get();
                }
                assertThat(any.topics(kafka.bootstrapServers())).isEmpty();
            });
        }
    }

    private static Settings settings(Map<String, String> broker, Path directory) {
        Map<String, String> values = new HashMap<>(broker);
        values.put(ConnectionConfig.TOPIC_PARTITIONS, "1");
        values.put(StreamConfig.LABELLERS, "rules,roberta");
        values.put(StreamConfig.RULES_FOLLOW, "false");
        values.put(TrainerConfig.DATA_DIRECTORY, directory.resolve("trainer").toString());
        values.put(TrainConfig.MIN_EXAMPLES, "5");
        values.put(RecommenderConfig.DIRECTORY, directory.resolve("recommender").toString());
        values.put(RecommenderConfig.DESCRIPTION_WAIT, "1s");
        values.put(DescribingConfig.MODEL, DECODER);
        values.put(DescribingConfig.MAX_TOKENS, "4");
        values.put(ModelsConfig.PRECISION, "fp32");
        values.put(DashboardConfig.PORT, "0");
        values.put(DashboardConfig.SHOW_TEXT, "true");
        return Settings.of(Configuration.definitions(), values);
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, EmbeddedKafka kafka, String id, String word)
            throws Exception {
        Resume resume = Resume.newBuilder()
                .setResumeId(id)
                .setSkills("Apache Spark, Airflow, ETL pipelines, Hadoop, " + word)
                .setText(word)
                .setCompanies(List.of(word))
                .setSource(word)
                .build();
        send(producer, kafka, TOPICS.resumes(), id, Resume.class, resume);
    }

    private static void post(KafkaProducer<byte[], byte[]> producer, EmbeddedKafka kafka, String id, String title)
            throws Exception {
        Job job = Job.newBuilder()
                .setJobId(id)
                .setTitle(title)
                .setSkills("Apache Spark, Airflow, Hadoop, Kafka, " + title)
                .build();
        send(producer, kafka, TOPICS.jobs(), id, Job.class, job);
    }

    private static void report(KafkaProducer<byte[], byte[]> producer, EmbeddedKafka kafka, String id, String word)
            throws Exception {
        JobFeedback report = JobFeedback.newBuilder()
                .setResumeId(id)
                .setJobId(JOB)
                .setAction(FeedbackAction.SHOWN)
                .setDirection(MatchDirection.JOBS_FOR_RESUME)
                .setSource(word)
                .build();
        send(producer, kafka, TOPICS.jobFeedback(), id, JobFeedback.class, report);
    }

    private static <T extends SpecificRecord> void send(
            KafkaProducer<byte[], byte[]> producer,
            EmbeddedKafka kafka,
            String topic,
            String id,
            Class<T> type,
            T event)
            throws Exception {
        byte[] value = new AvroSerde<>(type, kafka.registry()).serializer().serialize(topic, event);
        producer.send(new ProducerRecord<>(topic, 0, bytes(id), value)).get();
    }

    private static RoleCorrection answer(String id, String word) {
        return RoleCorrection.newBuilder()
                .setResumeId(id)
                .setRole("Data Engineer")
                .setReviewer(word)
                .setNote(word)
                .setCorrectedAt(Instant.now())
                .build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The topics' own limits are those of the list. */
    private static void requireLimits(Admin admin) throws Exception {
        for (String topic : admin.listTopics().names().get()) {
            Map<String, Long> days = new HashMap<>();
            String policy = "";
            for (ConfigEntry entry : config(admin, topic)) {
                switch (entry.name()) {
                    case TopicConfig.CLEANUP_POLICY_CONFIG -> policy = entry.value();
                    case TopicConfig.RETENTION_MS_CONFIG, TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG ->
                        days.put(
                                entry.name(),
                                Duration.ofMillis(Long.parseLong(entry.value())).toDays());
                    default -> {}
                }
            }
            if (BY_AGE.contains(topic)) {
                assertThat(policy).isEqualTo(TopicConfig.CLEANUP_POLICY_DELETE);
                assertThat(days.get(TopicConfig.RETENTION_MS_CONFIG)).as(topic).isEqualTo(DAYS.get(topic));
            } else if (BY_COMPACTION.contains(topic) || topic.endsWith(CHANGELOG)) {
                assertThat(policy).as(topic).contains(TopicConfig.CLEANUP_POLICY_COMPACT);
                assertThat(days.get(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG))
                        .as(topic)
                        .isEqualTo(topic.equals(TOPICS.labelledRoles()) ? 8 : 1);
            }
        }
    }

    private static Iterable<ConfigEntry> config(Admin admin, String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return Objects.requireNonNull(
                        admin.describeConfigs(List.of(resource)).all().get().get(resource))
                .entries();
    }
}
