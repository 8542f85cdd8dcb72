package io.rolestream.stream.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.metrics.KafkaMeters;
import io.rolestream.common.tracing.Tracing;
import io.rolestream.events.LabelVote;
import io.rolestream.events.Vote;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.resume.DeadLetterHeaders;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.Reading.Unreadable;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a worker's votes, dead letters and offsets in transactions, one at a time. A transaction begins with the
 * first vote, so none is open while a model computes. After any failure the producer is discarded; the next one waits
 * for the end of the last transaction and finds out how it ended. For one thread.
 */
final class VoteTransactions {
    private final Map<String, Object> properties;
    private final Topics topics;
    private final Serializer<LabelVote> serializer;
    private final long intervalNanos;
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    private final MeterRegistry meters;
    private final Tracing tracing;
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private @Nullable KafkaMeters producerMeters;
    private boolean open;
    private long openSince;

    /**
     * @param properties of the producer
     * @param interval how long a transaction collects votes, at most
     */
    VoteTransactions(
            Map<String, Object> properties,
            Topics topics,
            SchemaRegistry registry,
            Duration interval,
            MeterRegistry meters,
            Tracing tracing) {
        this.properties = properties;
        this.topics = topics;
        this.intervalNanos = interval.toNanos();
        this.meters = meters;
        this.tracing = tracing;
        this.serializer = new AvroSerde<>(LabelVote.class, registry)
                .prepare(topics.labelVotes())
                .serializer();
    }

    /** The producer; where there is none, a new one, which first ends what an earlier one of its name has left open. */
    KafkaProducer<byte[], byte[]> connect() {
        KafkaProducer<byte[], byte[]> connected = producer;
        if (connected != null) {
            return connected;
        }
        connected = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            connected.initTransactions();
        } catch (RuntimeException e) {
            connected.close(Duration.ZERO);
            throw e;
        }
        producer = connected;
        producerMeters = KafkaMeters.of(connected, meters);
        return connected;
    }

    /** Sends the vote on a resume to the resume's partition, with the resume's timestamp. */
    void vote(ConsumerRecord<byte[], byte[]> record, ReadableResume resume, Vote vote) {
        byte[] value = serializer.serialize(
                topics.labelVotes(), new LabelVote(resume.resumeId(), resume.contentHash(), record.offset(), vote));
        Headers headers = new RecordHeaders();
        if (tracing.isOn()) {
            String version = vote.getLabellerVersion();
            tracing.step("vote", record.headers(), headers, record.timestamp(), Map.of("rolestream.version", version));
        }
        begun().send(new ProducerRecord<>(
                topics.labelVotes(), record.partition(), record.timestamp(), record.key(), value, headers));
    }

    /** Sends a record to the dead letters. */
    void deadLetter(ConsumerRecord<byte[], byte[]> record, Unreadable unreadable) {
        var headers =
                DeadLetterHeaders.of(record.headers(), record.topic(), record.partition(), record.offset(), unreadable);
        begun().send(new ProducerRecord<>(
                topics.resumesDlq(), null, record.timestamp(), record.key(), record.value(), headers));
    }

    /** Counts a record as read; those of its partition before it are as well. */
    void read(ConsumerRecord<byte[], byte[]> record) {
        if (offsets.isEmpty()) {
            openSince = System.nanoTime();
        }
        offsets.put(InFlight.partition(record), new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
    }

    private KafkaProducer<byte[], byte[]> begun() {
        KafkaProducer<byte[], byte[]> connected = connect();
        if (!open) {
            connected.beginTransaction();
            open = true;
        }
        return connected;
    }

    /** Whether something waits to be committed. */
    boolean hasWork() {
        return !offsets.isEmpty();
    }

    /** Whether something has waited for as long as it may. */
    boolean isDue() {
        return hasWork() && System.nanoTime() - openSince >= intervalNanos;
    }

    /**
     * Commits votes, dead letters and offsets.
     *
     * @param member this worker's membership in its group; if the group has removed it, the commit is refused and
     *     nothing is committed
     */
    void commit(ConsumerGroupMetadata member) {
        KafkaProducer<byte[], byte[]> connected = begun();
        connected.sendOffsetsToTransaction(offsets, member);
        connected.commitTransaction();
        clear();
    }

    /** Whether what waits to be committed concerns any of these partitions. */
    boolean concerns(Collection<TopicPartition> partitions) {
        return partitions.stream().anyMatch(offsets::containsKey);
    }

    /** Discards the open transaction. Never blocks. */
    void abandon() {
        KafkaProducer<byte[], byte[]> connected = producer;
        producer = null;
        clear();
        if (producerMeters != null) {
            producerMeters.close();
            producerMeters = null;
        }
        if (connected != null) {
            connected.close(Duration.ZERO);
        }
    }

    private void clear() {
        offsets.clear();
        open = false;
    }
}
