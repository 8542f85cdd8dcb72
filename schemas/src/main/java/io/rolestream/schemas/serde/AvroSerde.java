package io.rolestream.schemas.serde;

import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryException;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Values of one record type in the Confluent wire format. Schemas are registered under the subject
 * {@code <topic>-value}; the writer's schema is resolved to the reader's by Avro's rules. Null stays null, so that
 * tombstones pass. Thread-safe.
 *
 * @param <T> the generated record
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {
    private final AvroSerializer<T> serializer;
    private final AvroDeserializer<T> deserializer;

    public AvroSerde(Class<T> type, SchemaRegistry registry) {
        this.serializer = new AvroSerializer<>(type, registry);
        this.deserializer = new AvroDeserializer<>(type, registry);
    }

    /**
     * Registers the record's schema for a topic, so that a refusal appears at start and not at the first record.
     *
     * @return this
     * @throws SchemaRegistryException as {@link SchemaRegistry#register}
     */
    public AvroSerde<T> prepare(String topic) {
        serializer.prepare(topic);
        return this;
    }

    @Override
    public Serializer<T> serializer() {
        return serializer;
    }

    @Override
    public Deserializer<T> deserializer() {
        return deserializer;
    }

    /**
     * Ignores the configuration.
     *
     * @throws IllegalArgumentException for keys: they are strings
     */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        serializer.configure(configs, isKey);
    }
}
