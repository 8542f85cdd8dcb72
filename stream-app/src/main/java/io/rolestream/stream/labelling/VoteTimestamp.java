package io.rolestream.stream.labelling;

import io.rolestream.schemas.resume.VoteHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Takes the timestamp of the judged record for the vote's. Kafka Streams takes from the inputs of a task the record
 * with the earliest timestamp, so each vote comes with its resume. By its own timestamp, which the broker sets to the
 * time of writing, a vote would wait behind all resumes that had arrived by then, and its label would miss the
 * deadline.
 *
 * <p>No later than the vote itself: that time also goes into changelogs, where brokers refuse one from the future.
 */
final class VoteTimestamp implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        long written = Math.max(0, record.timestamp());
        long judged = VoteHeaders.resumeTimestamp(record.headers()).orElse(written);
        return Math.max(0, Math.min(judged, written));
    }
}
