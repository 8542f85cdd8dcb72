package io.rolestream.system.describing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rolestream.events.DescriptionOutcome;
import io.rolestream.events.Resume;
import io.rolestream.events.WrittenDescription;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.system.installation.GeneratorProcess;
import io.rolestream.system.installation.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two generators with a real, if tiny, decoder, killed and stopped while resumes come, change and go. */
@Tag("full")
@Timeout(300)
class GeneratorCrashTest {
    private static final int ROUNDS = 40;
    private static final int IDS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> SKILLS = List.of("java", "python", "spark", "docker", "react", "siem", "scrum");
    private static final String DECODER = "../engine/src/test/resources/io/rolestream/engine/model/generation/smollm2";
    private static final Map<String, String> SETTINGS = Map.of(
            "generator.model", DECODER,
            "generator.max.tokens", "24",
            "generator.share", "0.9",
            "model.precision", "fp32",
            "model.device", "cpu",
            "model.compute.workers", "1",
            "model.compute.threads", "1");

    @Test
    void shouldWriteOneRecordForEveryResumeWhileGeneratorsAreKilled(@TempDir Path directory) throws Exception {
        try (Installation installation = new Installation("generator", directory);
                KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", installation.broker().bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            GeneratorProcess first = installation.startGenerator(SETTINGS);
            GeneratorProcess second = installation.startGenerator(SETTINGS);
            first.awaitReady(PATIENCE);
            second.awaitReady(PATIENCE);
            List<String> sent = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                send(installation, producer, round, sent);
                Thread.sleep(200);
                if (round == 10) {
                    first.killAndRestart();
                } else if (round == 20) {
                    first.awaitReady(PATIENCE);
                    second.killAndRestart();
                } else if (round == 30) {
                    first.awaitReady(PATIENCE);
                    assertThat(first.terminateAndRestart(Duration.ofSeconds(30)))
                            .contains(0);
                }
            }

            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> read(installation).size() >= sent.size());
            List<ConsumerRecord<String, byte[]>> records = read(installation);
            assertThat(places(installation, records)).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(textsOfContents(installation, records)).isGreaterThanOrEqualTo(SKILLS.size() / 2);
        }
    }

    /** Twenty resumes, new, changed or deleted; notes where each lies, and whether it was deleted. */
    private static void send(
            Installation installation, KafkaProducer<String, byte[]> producer, int round, List<String> sent)
            throws Exception {
        String topic = installation.topics().resumes();
        SchemaRegistry registry = installation.broker().registry();
        for (int i = 0; i < 20; i++) {
            int number = round * 20 + i;
            String id = "r" + number % IDS;
            boolean deleted = number % 11 == 10;
            byte[] value = deleted
                    ? null
                    : new AvroSerde<>(Resume.class, registry)
                            .serializer()
                            .serialize(
                                    topic,
                                    Resume.newBuilder()
                                            .setResumeId(id)
                                            .setSkills(SKILLS.get(number % SKILLS.size()))
                                            .build());
            RecordMetadata place =
                    producer.send(new ProducerRecord<>(topic, id, value)).get();
            sent.add(place(id, place.partition(), deleted ? -1 : place.offset()));
        }
    }

    private static String place(String id, int partition, long offset) {
        return id + " " + partition + "@" + offset;
    }

    private static List<String> places(Installation installation, List<ConsumerRecord<String, byte[]>> records) {
        return records.stream()
                .map(record -> {
                    WrittenDescription written = value(installation, record);
                    return place(record.key(), record.partition(), written == null ? -1 : written.getResumeOffset());
                })
                .toList();
    }

    /** Requires that one content has one text, whoever wrote it; returns how many contents have one. */
    private static int textsOfContents(Installation installation, List<ConsumerRecord<String, byte[]>> records) {
        Map<String, String> texts = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            WrittenDescription written = value(installation, record);
            if (written != null && written.getOutcome() != DescriptionOutcome.OUT_OF_SHARE) {
                assertThat(written.getDescription()).isNotNull();
                String before = texts.put(written.getContentHash(), written.getDescription());
                assertThat(before == null ? written.getDescription() : before).isEqualTo(written.getDescription());
            }
        }
        return texts.size();
    }

    private static WrittenDescription value(Installation installation, ConsumerRecord<String, byte[]> record) {
        return new AvroSerde<>(WrittenDescription.class, installation.broker().registry())
                .deserializer()
                .deserialize(record.topic(), record.value());
    }

    private static List<ConsumerRecord<String, byte[]>> read(Installation installation) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        installation.broker().bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(installation.topics().generatedDescriptions()).stream()
                            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                            .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
