package io.rolestream.stream.worker;

import io.rolestream.common.tracing.Tracing;
import io.rolestream.events.LabelVote;
import io.rolestream.events.Vote;
import io.rolestream.schemas.reading.DeadLetter;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.reading.Reading.Unreadable;
import io.rolestream.schemas.reading.UnreadableReason;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.VoteHeaders;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;

/** The records that a worker sends: votes and dead letters. For one thread. */
final class VoteRecords {
    private final Topics topics;
    private final Serializer<LabelVote> serializer;
    private final Tracing tracing;
    private volatile int maxLetterBytes;

    VoteRecords(Topics topics, SchemaRegistry registry, Tracing tracing) {
        this.topics = topics;
        this.tracing = tracing;
        this.serializer = new AvroSerde<>(LabelVote.class, registry).serializer();
    }

    /** Sets the largest batch that {@code resumes-dlq} takes, before the first letter. */
    void maxLetterBytes(int bytes) {
        maxLetterBytes = bytes;
    }

    /**
     * The vote on a resume, for the partition that the resume came from, with the resume's timestamp in a header: that
     * of the record is replaced by the broker. Topics of earlier versions keep the timestamp of the record, so it is
     * set too.
     */
    ProducerRecord<byte[], byte[]> vote(ConsumerRecord<byte[], byte[]> record, ReadableResume resume, Vote vote) {
        byte[] value = serializer.serialize(
                topics.labelVotes(), new LabelVote(resume.resumeId(), resume.contentHash(), record.offset(), vote));
        Headers headers = new RecordHeaders();
        VoteHeaders.setResumeTimestamp(headers, timestamp(record));
        if (tracing.isOn()) {
            String version = vote.getLabellerVersion();
            tracing.step("vote", record.headers(), headers, record.timestamp(), Map.of("rolestream.version", version));
        }
        return new ProducerRecord<>(
                topics.labelVotes(), record.partition(), timestamp(record), record.key(), value, headers);
    }

    /** A resume that a model fails on, as a dead letter. */
    ProducerRecord<byte[], byte[]> deadLetter(
            ConsumerRecord<byte[], byte[]> record, String modelVersion, Throwable failure) {
        Unreadable<?> reason = new Unreadable<>(
                UnreadableReason.INFERENCE_FAILED, "The model " + modelVersion + " fails on it: " + failure);
        Headers headers =
                DeadLetterHeaders.of(record.headers(), record.topic(), record.partition(), record.offset(), reason);
        DeadLetter letter = DeadLetter.fitting(record.key(), record.value(), headers, maxLetterBytes);
        return new ProducerRecord<>(topics.resumesDlq(), null, letter.key(), letter.value(), letter.headers());
    }

    /** A resume may have a negative timestamp, a record that is sent may not. */
    private static long timestamp(ConsumerRecord<?, ?> record) {
        return Math.max(0, record.timestamp());
    }
}
