package io.rolestream.system.installation;

import io.rolestream.events.LabelVote;
import io.rolestream.events.Vote;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.resume.VoteHeaders;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A model worker without a model: consumes resumes, votes by the digits of the content hash, and commits both in one
 * transaction. At first, and now and then, it pauses for longer than the deadline, so that labels are degraded and then
 * corrected.
 */
public final class StubWorker implements AutoCloseable {
    public static final String LABELLER = "roberta";
    public static final String GROUP = "stub-worker";

    private static final List<String> ROLES =
            Taxonomy.standard().roles().stream().map(Role::name).toList();
    private static final int ONE_ABSTENTION_IN = 10;
    private static final int RESUMES_BETWEEN_PAUSES = 1_000;

    private final Topics topics = Topics.unprefixed();
    private final Duration pause;
    private final ResumeReader reader;
    private final AvroSerde<LabelVote> votes;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread = new Thread(this::run, GROUP);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile boolean closing;
    private int untilPause;

    public StubWorker(Broker broker, Duration pause) {
        this.pause = pause;
        this.reader = new ResumeReader(broker.registry());
        this.votes = new AvroSerde<>(LabelVote.class, broker.registry());
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        GROUP,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        GROUP),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** The role that it votes for, by the content alone; null where it abstains. */
    public static @Nullable String roleOf(String contentHash) {
        int digits = Integer.parseInt(contentHash.substring(0, 4), 16);
        return digits % ONE_ABSTENTION_IN == 0 ? null : ROLES.get(digits % ROLES.size());
    }

    public void start() {
        thread.start();
    }

    /** Why it gave up, or null. */
    @Nullable
    public Exception failure() {
        return failure.get();
    }

    private void run() {
        try (consumer;
                producer) {
            producer.initTransactions();
            consumer.subscribe(List.of(topics.resumes()));
            while (!closing) {
                ConsumerRecords<byte[], byte[]> resumes = consumer.poll(Duration.ofMillis(50));
                if (!resumes.isEmpty()) {
                    pauseAtTimes(resumes.count());
                    voteOn(resumes);
                }
            }
        } catch (Exception e) {
            failure.set(e);
        }
    }

    private void pauseAtTimes(int resumes) throws InterruptedException {
        untilPause -= resumes;
        if (untilPause < 0) {
            untilPause = RESUMES_BETWEEN_PAUSES;
            Thread.sleep(pause.toMillis());
        }
    }

    private void voteOn(ConsumerRecords<byte[], byte[]> resumes) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        producer.beginTransaction();
        for (ConsumerRecord<byte[], byte[]> resume : resumes) {
            Reading<ReadableResume> reading =
                    reader.read(resume.topic(), resume.key(), resume.value(), resume.headers(), resume.timestamp());
            if (reading instanceof Reading.Readable<ReadableResume> readable) {
                LabelVote vote = voteOn(readable.value(), resume.offset());
                byte[] value = votes.serializer().serialize(topics.labelVotes(), vote);
                Headers headers = new RecordHeaders();
                VoteHeaders.setResumeTimestamp(headers, resume.timestamp());
                var unused = producer.send(
                        new ProducerRecord<>(topics.labelVotes(), resume.partition(), resume.key(), value, headers));
            }
            offsets.put(
                    new TopicPartition(resume.topic(), resume.partition()), new OffsetAndMetadata(resume.offset() + 1));
        }
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
    }

    private static LabelVote voteOn(ReadableResume resume, long offset) {
        String role = roleOf(resume.contentHash());
        return LabelVote.newBuilder()
                .setResumeId(resume.resumeId())
                .setContentHash(resume.contentHash())
                .setResumeOffset(offset)
                .setVote(Vote.newBuilder()
                        .setLabeller(LABELLER)
                        .setLabellerVersion(LABELLER + "@stub")
                        .setRole(role)
                        .setConfidence(role == null ? 0 : 0.9f)
                        .setReason(role == null ? "no-model" : null)
                        .setVotedAt(Instant.now())
                        .build())
                .build();
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.join(Duration.ofSeconds(10).toMillis());
    }
}
