package io.rolestream.stream;

import static org.apache.kafka.streams.StreamsConfig.consumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.producerPrefix;
import static org.apache.kafka.streams.StreamsConfig.topicPrefix;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.Cluster;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.stream.labelling.ClampedTimestamp;
import io.rolestream.stream.labelling.DeadLetterDeserialization;
import io.rolestream.stream.labelling.DeadLetterMeters;
import io.rolestream.stream.labelling.DeadLetterProcessing;
import io.rolestream.stream.labelling.DeadLetterRecords;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings of Kafka Streams. Each was measured (benchmarks/RESULTS.md) or follows from the design; settings under
 * {@code kafka.} override them.
 */
final class StreamsProperties {
    private StreamsProperties() {}

    /** @param maxLetterBytes the largest batch that {@code resumes-dlq} takes */
    static Properties of(
            Cluster cluster, StreamSettings.Instance settings, MeterRegistry meters, IntSupplier maxLetterBytes) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // A transaction costs a few milliseconds of broker time; labels wait for its end.
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 50);
        Clients.TRANSACTION_TUNING.forEach((key, value) -> properties.put(producerPrefix(key), value));
        Clients.MEMBER_TUNING.forEach((key, value) -> properties.put(consumerPrefix(key), value));
        properties.put(consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        String instance = settings.name();
        if (instance != null) {
            properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        }
        properties.put(
                topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), Integer.toString(TopicCatalogue.TEXT_MESSAGE_BYTES));
        // State of a forgotten resume, and excerpts that waited for a vote, are gone from changelogs within a day.
        properties.put(
                topicPrefix(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG),
                Long.toString(Duration.ofDays(1).toMillis()));
        properties.put(
                StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG,
                cluster.topics().resumesDlq());
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterDeserialization.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterProcessing.class);
        properties.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, RefusedWrites.class);
        properties.put(DeadLetterMeters.REGISTRY, meters);
        properties.put(DeadLetterRecords.MAX_BYTES, maxLetterBytes);
        properties.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, ClampedTimestamp.class);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        Properties result = new Properties();
        result.putAll(cluster.clients().streams(properties));
        return result;
    }
}
