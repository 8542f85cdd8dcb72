package io.rolestream.schemas.reading;

import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.serde.AvroDeserializer;
import io.rolestream.schemas.serde.EventFormat;
import io.rolestream.schemas.serde.NotJsonException;
import io.rolestream.schemas.serde.WireFormat;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;

/**
 * Decodes the values of a topic that are in an accepted format. Avro begins with a zero byte, or a header names its
 * schema; JSON begins with a brace, also where a schema's id precedes it, as JSON Schema serializers write.
 * Thread-safe.
 *
 * @param <T> the event
 */
public final class EventDecoder<T extends SpecificRecord> {
    private final AvroDeserializer<T> deserializer;
    private final EventFormat accepted;

    /** A decoder of both formats. */
    public EventDecoder(Class<T> type, SchemaRegistry registry) {
        this(type, registry, EventFormat.AUTO);
    }

    /** @param accepted what {@code resumes.format} says; {@link EventFormat#AUTO} for both formats */
    public EventDecoder(Class<T> type, SchemaRegistry registry, EventFormat accepted) {
        this.deserializer = new AvroDeserializer<>(type, registry);
        this.accepted = accepted;
    }

    /**
     * The event in a value; its id is empty where JSON has none.
     *
     * @throws NotJsonException if the value is JSON, or should be, and is no such event
     * @throws SerializationException if it is no such event for another reason
     * @throws SchemaRegistryUnavailableException if its schema is unknown and the registry does not answer
     */
    public T decode(String topic, Headers headers, byte[] value) {
        return switch (accepted) {
            case AVRO -> avro(topic, headers, value);
            case JSON -> json(topic, headers, value);
            case AUTO -> Objects.requireNonNull(deserializer.deserialize(topic, headers, value));
        };
    }

    private T avro(String topic, Headers headers, byte[] value) {
        try {
            return deserializer.avro(topic, headers, value);
        } catch (SerializationException e) {
            if (!isJson(headers, value)) {
                throw e;
            }
            throw new SerializationException(
                    "A value of topic %s is JSON, but with resumes.format=avro it must be Avro in the Confluent wire format: set resumes.format=auto to read both"
                            .formatted(topic),
                    e);
        }
    }

    private T json(String topic, Headers headers, byte[] value) {
        if (!isJson(headers, value)) {
            throw new NotJsonException(
                    "A value of topic %s is not a JSON object, as resumes.format=json demands: send JSON, or set resumes.format=auto to read Avro too"
                            .formatted(topic));
        }
        return deserializer.json(topic, headers, value);
    }

    /** Whether a value looks like JSON. */
    static boolean isJson(Headers headers, byte[] value) {
        return WireFormat.jsonStart(headers, value) >= 0;
    }
}
