package io.rolestream.schemas.serde;

import io.rolestream.schemas.registry.PortableSchema;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records of one type. The schema id of a topic is requested once; after that, a record costs no lock and no
 * allocation except its bytes. Thread-safe: each call borrows the one buffer or creates its own.
 *
 * @param <T> the generated record
 */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {
    static {
        GeneratedRecords.trust();
    }

    private final SchemaRegistry registry;
    private final Schema schema;
    private final RecordWriter writer;
    private final Map<String, Integer> idsByTopic = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable BufferEncoder> spare = new AtomicReference<>();

    public AvroSerializer(Class<T> type, SchemaRegistry registry) {
        this.registry = registry;
        SpecificData model = SpecificData.getForClass(type);
        Schema generated = model.getSchema(type);
        this.schema = PortableSchema.of(generated);
        this.writer = RecordWriter.of(generated);
    }

    /**
     * Requests the topic's schema id, so that a refusal appears at start and not at the first record.
     *
     * @return the id
     * @throws SchemaRegistryException as {@link SchemaRegistry#register}
     */
    public int prepare(String topic) {
        Integer known = idsByTopic.get(topic);
        if (known != null) {
            return known;
        }
        int id = registry.register(topic + "-value", schema);
        idsByTopic.put(topic, id);
        return id;
    }

    /**
     * The record in the wire format; null for null.
     *
     * @throws SerializationException if the record does not fit its schema (a null where none is allowed)
     * @throws SchemaRegistryException if the registry refuses the topic's schema
     */
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T record) {
        if (record == null) {
            return null;
        }
        int id = prepare(topic);
        BufferEncoder borrowed = spare.getAndSet(null);
        BufferEncoder encoder = borrowed == null ? new BufferEncoder() : borrowed;
        try {
            encoder.reset();
            writer.write(record, encoder);
            return encoder.toBytes(id);
        } catch (RuntimeException e) {
            throw new SerializationException(
                    "A %s for topic %s does not fit its schema: %s".formatted(schema.getName(), topic, e.getMessage()),
                    e);
        } finally {
            spare.set(encoder);
        }
    }

    /**
     * Ignores the configuration.
     *
     * @throws IllegalArgumentException for keys: they are strings
     */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (isKey) {
            throw new IllegalArgumentException("Avro is for values: keys are UTF-8 strings");
        }
    }
}
