package io.rolestream.stream.testing;

import io.rolestream.events.LabelVote;
import io.rolestream.events.Resume;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.resume.VoteHeaders;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.testing.Votes;
import io.rolestream.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Both ends of the service: people who send resumes, a worker that votes, and a reader of committed results. */
public final class KafkaEnds implements AutoCloseable {
    /** How long a reader looks for a record too many once it has enough. */
    private static final Duration AFTERMATH = Duration.ofMillis(700);

    private final String bootstrapServers;
    private final Topics topics;
    private final SchemaRegistry registry = new InMemorySchemaRegistry();
    private final Admin admin;
    private final KafkaProducer<String, byte[]> producer;

    /** A resume that was sent, and where it came to lie. */
    public record Sent(String resumeId, String contentHash, int partition, long offset, long timestamp) {}

    public KafkaEnds(String bootstrapServers, Topics topics) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        this.admin = Admin.create(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        // One request at a time: right after a topic's creation its leader may refuse a first batch and take the
        // second, and then the first is permanently out of sequence.
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1,
                        ProducerConfig.LINGER_MS_CONFIG, 5),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    public Admin admin() {
        return admin;
    }

    public SchemaRegistry registry() {
        return registry;
    }

    /** Sends resumes and waits until all are there. */
    public List<Sent> send(List<Resume> resumes) throws ExecutionException, InterruptedException {
        ResumeReader reader = new ResumeReader(registry);
        List<byte[]> values = new ArrayList<>();
        List<Future<RecordMetadata>> results = new ArrayList<>();
        for (Resume resume : resumes) {
            byte[] value = bytes(Resume.class, topics.resumes(), resume);
            values.add(value);
            results.add(producer.send(new ProducerRecord<>(topics.resumes(), resume.getResumeId(), value)));
        }
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            RecordMetadata place = results.get(i).get();
            String resumeId = resumes.get(i).getResumeId();
            byte[] key = resumeId.getBytes(StandardCharsets.UTF_8);
            var readable = (Reading.Readable<ReadableResume>)
                    reader.read(topics.resumes(), key, values.get(i), new RecordHeaders(), place.timestamp());
            sent.add(new Sent(
                    resumeId, readable.value().contentHash(), place.partition(), place.offset(), place.timestamp()));
        }
        return sent;
    }

    /** Sends any bytes, or none, to the partition that follows from the key. */
    public void sendKeyed(String topic, String key, byte @Nullable [] value)
            throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic, key, value)).get();
    }

    /** As {@link #sendKeyed(String, String, byte[])}, with headers. */
    public void sendKeyed(String topic, String key, byte[] value, Headers headers)
            throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic, null, key, value, headers)).get();
    }

    /** Sends any bytes, or none, to partition 0 of a topic. */
    public void sendBytes(String topic, String key, byte @Nullable [] value)
            throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic, 0, key, value)).get();
    }

    /** As {@link #sendBytes(String, String, byte[])}, with the timestamp of a backfill. */
    public void sendBytes(String topic, String key, byte[] value, Instant time)
            throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic, 0, time.toEpochMilli(), key, value))
                .get();
    }

    /** Has topics keep the timestamps that producers set, as those of earlier versions do. */
    public void keepTimestamps(String... names) throws ExecutionException, InterruptedException {
        for (String name : names) {
            set(name, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
        }
    }

    /** Changes a topic's setting. */
    public void set(String topic, String setting, String value) throws ExecutionException, InterruptedException {
        var change = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(change)))
                .all()
                .get();
    }

    /** Votes as a worker does: to the resume's partition, with its timestamp, offset and content hash. */
    public void vote(List<Sent> resumes, String role) throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> results = new ArrayList<>();
        for (Sent resume : resumes) {
            LabelVote vote = Votes.on(
                    resume.resumeId(),
                    resume.contentHash(),
                    resume.offset(),
                    Votes.weighted(
                            0.1f,
                            role,
                            0.95f,
                            Votes.score(role, Math.log(0.95)),
                            Votes.score(Resumes.DATA_ENGINEER, Math.log(0.05))));
            Headers headers = new RecordHeaders();
            VoteHeaders.setResumeTimestamp(headers, resume.timestamp());
            results.add(producer.send(new ProducerRecord<>(
                    topics.labelVotes(),
                    resume.partition(),
                    resume.resumeId(),
                    bytes(LabelVote.class, topics.labelVotes(), vote),
                    headers)));
        }
        for (Future<RecordMetadata> result : results) {
            result.get();
        }
    }

    /**
     * Reads what is committed on a topic from its beginning, until there are so many records and for a moment longer,
     * or until patience is at its end.
     */
    public <T extends SpecificRecord> List<T> read(String topic, Class<T> type, int atLeast, Duration patience) {
        var deserializer = new AvroSerde<>(type, registry).deserializer();
        return readRecords(topic, atLeast, patience).stream()
                .map(record -> deserializer.deserialize(topic, record.value()))
                .toList();
    }

    /** All committed records of a topic up to its present end. */
    public List<ConsumerRecord<String, byte[]>> readToEnd(String topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(50)).forEach(records::add);
            }
        }
        return records;
    }

    /** As {@link #read}, but the records as they lie there. */
    public List<ConsumerRecord<String, byte[]>> readRecords(String topic, int atLeast, Duration patience) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList());
            Instant end = Instant.now().plus(patience);
            boolean enough = false;
            while (Instant.now().isBefore(end)) {
                consumer.poll(Duration.ofMillis(50)).forEach(records::add);
                if (!enough && records.size() >= atLeast) {
                    enough = true;
                    end = Instant.now().plus(AFTERMATH);
                }
            }
        }
        return records;
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }

    private <T extends SpecificRecord> byte[] bytes(Class<T> type, String topic, T value) {
        return new AvroSerde<>(type, registry).serializer().serialize(topic, value);
    }

    /** The value of a header, as text. */
    public static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
