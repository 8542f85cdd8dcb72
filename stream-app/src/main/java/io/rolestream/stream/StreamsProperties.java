package io.rolestream.stream;

import static org.apache.kafka.streams.StreamsConfig.consumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.producerPrefix;
import static org.apache.kafka.streams.StreamsConfig.topicPrefix;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.labelling.DeadLetterDeserialization;
import io.rolestream.stream.labelling.DeadLetterMeters;
import io.rolestream.stream.labelling.DeadLetterProcessing;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings of Kafka Streams. Each was measured (benchmarks/RESULTS.md) or follows from the design; settings under
 * {@code kafka.} override them.
 */
final class StreamsProperties {
    private StreamsProperties() {}

    static Properties of(Settings settings, Topics topics, MeterRegistry meters) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.string(StreamConfig.APPLICATION_ID));
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory(settings).toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads(settings));
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // A transaction costs a few milliseconds of broker time; labels wait for its end.
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 50);
        // Longer than a transaction. Nothing is readable before the transaction's end, which sends what is left;
        // until then, only full batches are sent. So the broker gets a few requests per transaction instead of one
        // every 5 ms.
        properties.put(producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 100);
        // One transaction's records for a partition fit into one batch, which saves processor time over 16 KiB.
        properties.put(producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
        // A transaction that begins right after another is refused at first; batches sent behind the refused one would
        // be out of sequence, refused as well, and be errors in the broker's log.
        properties.put(producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        properties.put(producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), TopicCatalogue.TEXT_MESSAGE_BYTES);
        // Readers of committed data wait for the transaction of an instance that died, and did not come back, this
        // long.
        properties.put(producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 3_000);
        properties.put(consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        properties.put(consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_000);
        properties.put(consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        String instance = settings.optionalString(StreamConfig.INSTANCE_ID);
        if (instance != null) {
            properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        }
        properties.put(
                topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), Integer.toString(TopicCatalogue.TEXT_MESSAGE_BYTES));
        properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, topics.resumesDlq());
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterDeserialization.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterProcessing.class);
        properties.put(DeadLetterMeters.REGISTRY, meters);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.putAll(ConnectionConfig.clientProperties(settings));
        Properties result = new Properties();
        result.putAll(properties);
        return result;
    }

    static Path stateDirectory(Settings settings) {
        return settings.path(StreamConfig.STATE_DIRECTORY);
    }

    private static int threads(Settings settings) {
        int threads = settings.integer(StreamConfig.STREAM_THREADS);
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }
}
