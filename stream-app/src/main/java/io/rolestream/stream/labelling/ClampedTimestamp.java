package io.rolestream.stream.labelling;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Takes a negative timestamp for 0, as the reader of resumes does. Brokers accept such records, some producers write
 * them where no time is set, and Kafka Streams' default would stop on them permanently.
 */
public final class ClampedTimestamp implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(0, record.timestamp());
    }
}
