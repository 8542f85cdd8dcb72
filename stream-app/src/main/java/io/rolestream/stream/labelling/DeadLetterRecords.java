package io.rolestream.stream.labelling;

import io.rolestream.schemas.reading.DeadLetter;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the dead letters of Kafka Streams' handlers, which Kafka instantiates from the configuration. Kafka's own
 * letters are of any size, and fail on a record with a negative timestamp.
 */
public final class DeadLetterRecords {
    /** The key under which an {@link IntSupplier} is put: the largest batch that the topic takes, in bytes. */
    public static final String MAX_BYTES = "rolestream.dead.letter.max.bytes";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterRecords.class);

    private String topic = "";
    private IntSupplier maxBytes = () -> 0;

    /** Finds topic and limit. */
    void configure(Map<String, ?> configuration) {
        topic = String.valueOf(configuration.get(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG));
        maxBytes = (IntSupplier) Objects.requireNonNull(configuration.get(MAX_BYTES));
    }

    /**
     * The letter for a record that failed.
     *
     * @param key the record's bytes, or null; so is {@code value}
     */
    List<ProducerRecord<byte[], byte[]>> of(
            ErrorHandlerContext context, byte @Nullable [] key, byte @Nullable [] value, Exception failure) {
        String origin = String.valueOf(context.topic());
        LOG.warn("{}-{}@{} is dead-lettered: {}", origin, context.partition(), context.offset(), failure.toString());
        DeadLetter letter = DeadLetter.fitting(
                key,
                value,
                DeadLetterHeaders.of(context.headers(), origin, context.partition(), context.offset(), failure),
                maxBytes.getAsInt());
        // With the time of writing, not the record's: letters on old records are kept as long as others.
        return List.of(new ProducerRecord<>(topic, null, letter.key(), letter.value(), letter.headers()));
    }
}
