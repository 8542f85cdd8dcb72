package io.rolestream.stream.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.Resume;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.testing.RawProducer;
import io.rolestream.stream.testing.Resumes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No resume stops a worker, however large it is. */
@Tag("full")
class LargeResumesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Topics TOPICS = new Topics("large.");

    @Test
    void shouldDeadLetterLargeResumesThatTheModelFailsOn() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.startTemporary();
                KafkaEnds kafka = new KafkaEnds(broker.bootstrapServers(), TOPICS);
                RawProducer zstd = new RawProducer(broker.bootstrapServers(), TOPICS.resumes(), "zstd");
                Worker worker = worker(broker, kafka)) {
            createTopics(kafka);
            byte[] fitting = resume(kafka, 2_000_000);
            byte[] tooLarge = resume(kafka, 12_000_000);
            zstd.send("r".getBytes(UTF_8), fitting);
            zstd.send("r".getBytes(UTF_8), tooLarge);
            zstd.sendBeforeTime("r".getBytes(UTF_8), resume(kafka, 10));
            worker.start();

            List<ConsumerRecord<String, byte[]>> letters = kafka.readRecords(TOPICS.resumesDlq(), 3, PATIENCE);

            assertThat(letters)
                    .hasSize(3)
                    .allSatisfy(letter -> assertThat(KafkaEnds.header(letter, DeadLetterHeaders.REASON))
                            .isEqualTo("inference-failed"));
            assertThat(letters.get(0).value()).isEqualTo(fitting);
            assertThat(KafkaEnds.header(letters.get(1), DeadLetterHeaders.ORIGINAL_BYTES))
                    .isEqualTo(Integer.toString(tooLarge.length));
            assertThat(kafka.readRecords(TOPICS.labelVotes(), 3, PATIENCE)).hasSize(3);
        }
    }

    /** With {@code resumes} as an older version created it: the broker checks the compressed size alone. */
    private static void createTopics(KafkaEnds kafka) throws Exception {
        kafka.admin()
                .createTopics(List.of(new NewTopic(TOPICS.resumes(), 1, (short) 1)))
                .all()
                .get();
        TopicAdmin.create(kafka.admin(), new TopicCatalogue(TOPICS, 1), (short) 1);
    }

    private static byte[] resume(KafkaEnds kafka, int chars) {
        Resume resume = Resumes.resume("r")
                .setSkills(ScriptedModel.POISON)
                .setText("x".repeat(chars))
                .build();
        return new AvroSerde<>(Resume.class, kafka.registry()).serializer().serialize(TOPICS.resumes(), resume);
    }

    private static Worker worker(EmbeddedKafka broker, KafkaEnds kafka) {
        ScriptedSupply supply = new ScriptedSupply();
        supply.offer(new ScriptedModel("v1"));
        Settings settings = Settings.of(
                WorkerConfig.define(StreamConfig.define(ConnectionConfig.define(new ConfigDef()))),
                Map.of(
                        ConnectionConfig.BOOTSTRAP_SERVERS, broker.bootstrapServers(),
                        ConnectionConfig.TOPIC_PREFIX, TOPICS.prefix()));
        return new Worker(
                Cluster.of(settings, kafka.registry()),
                WorkerConfig.settings(settings),
                supply,
                new SimpleMeterRegistry());
    }
}
