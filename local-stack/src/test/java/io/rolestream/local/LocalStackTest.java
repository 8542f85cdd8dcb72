package io.rolestream.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.Resume;
import io.rolestream.files.sample.JobGenerator;
import io.rolestream.local.demo.DemoSettings;
import io.rolestream.local.services.Configuration;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.stream.simulated.SimulatedEmployers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String DECODER = "../engine/src/test/resources/io/rolestream/engine/model/generation/smollm2";

    private final Path directory;

    LocalStackTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    @Tag("full")
    void shouldCountWhatItsRecommenderDoesBesideTheOtherServices() throws Exception {
        LocalStack stopped;
        try (LocalStack stack = start()) {
            stack.recommend();
            try (SimulatedEmployers employers = SimulatedEmployers.start(stack.cluster(), new JobGenerator(1))) {
                await().atMost(PATIENCE)
                        .until(() -> lines(stack, "rolestream_job_labels_total{cause=\"new\"}").stream()
                                .anyMatch(line -> !line.endsWith(" 0.0")));
                await().atMost(PATIENCE)
                        .until(() -> !lines(stack, "rolestream_ranking_time_seconds_count")
                                .isEmpty());
            }
            assertThat(lines(stack, "rolestream_recommendations_due")).hasSize(2);
            assertThat(lines(stack, "rolestream_recommender_restarts_total")).hasSize(1);
            assertThat(lines(stack, "rolestream_rules_info")).hasSize(1);
            await().atMost(PATIENCE)
                    .until(() -> lines(stack, "kafka_consumer_fetch_manager_records_lag{").stream()
                            .anyMatch(line -> line.contains("client_id=\"consumer-rolestream-recommender-jobs")));
            stopped = stack;
        }
        assertThat(stopped.stopped()).isCompletedWithValue(null);
    }

    @Test
    void shouldNotBeReadyBeforeItsRecommenderIs() throws Exception {
        try (LocalStack stack = start()) {
            assertThat(stack.isReady()).isTrue();
            stack.recommend();
            await().atMost(PATIENCE).until(() -> {
                boolean ready = stack.isReady();
                assertThat(!ready || stack.describe().contains("recommender: recommending"))
                        .as(stack.describe())
                        .isTrue();
                return ready;
            });
        }
    }

    @Test
    @Tag("full")
    void shouldSearchJobsWithWhatTheDemosGeneratorWrites() throws Exception {
        try (LocalStack stack = start(DemoSettings.ofGenerator(Path.of(DECODER)))) {
            stack.recommend();
            stack.generate();
            try (SimulatedEmployers employers = SimulatedEmployers.start(stack.cluster(), new JobGenerator(1));
                    KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                            Map.of("bootstrap.servers", stack.kafka().bootstrapServers()),
                            new StringSerializer(),
                            new ByteArraySerializer())) {
                String topic = stack.cluster().topics().resumes();
                Resume resume = Resume.newBuilder()
                        .setResumeId("described")
                        .setSkills("java, kafka")
                        .build();
                byte[] value = new AvroSerde<>(Resume.class, stack.kafka().registry())
                        .serializer()
                        .serialize(topic, resume);
                producer.send(new ProducerRecord<>(topic, resume.getResumeId(), value))
                        .get();

                await().atMost(PATIENCE)
                        .until(() -> lines(stack, "rolestream_generated_tokens_total").stream()
                                .anyMatch(line -> !line.endsWith(" 0.0")));
                assertThat(lines(stack, "rolestream_generator_restarts_total")).hasSize(1);
                assertThat(stack.describe()).contains("generator: describing resumes with smollm2");
            }
        }
    }

    private LocalStack start() throws InterruptedException {
        return start(Map.of());
    }

    private LocalStack start(Map<String, String> more) throws InterruptedException {
        EmbeddedKafka kafka =
                EmbeddedKafka.builder().directory(directory.resolve("data")).build();
        return LocalStack.start(
                kafka,
                broker -> {
                    Map<String, String> values = new HashMap<>(broker);
                    values.putAll(DemoSettings.of(kafka.dataDirectory()));
                    values.putAll(more);
                    return Settings.of(Configuration.definitions(), values);
                },
                null,
                null);
    }

    private static List<String> lines(LocalStack stack, String prefix) {
        return stack.meters()
                .scrape()
                .lines()
                .filter(line -> line.startsWith(prefix))
                .toList();
    }
}
