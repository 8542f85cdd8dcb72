package io.rolestream.schemas.serde;

import io.rolestream.schemas.registry.Compatibility;
import io.rolestream.schemas.registry.SchemaLimits;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of one type. The writer's schema is requested once per topic and id, and the plan that resolves it to
 * the reader's is cached. Only schemas of the topic's subject that are within {@link SchemaLimits} are used.
 * Thread-safe.
 *
 * @param <T> the generated record
 */
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {
    static {
        GeneratedRecords.trust();
    }

    /** Schemas and what they say of themselves may be long; a dead letter's header must not be. */
    private static final int MAX_MESSAGE_CHARS = 1_000;

    private final SchemaRegistry registry;
    private final SpecificData model;
    private final Schema readerSchema;
    private final Map<String, Map<Integer, DatumReader<T>>> readers = new ConcurrentHashMap<>();

    public AvroDeserializer(Class<T> type, SchemaRegistry registry) {
        this.registry = registry;
        this.model = SpecificData.getForClass(type);
        this.readerSchema = model.getSchema(type);
    }

    /**
     * The record in these bytes; null for null.
     *
     * @throws SerializationException if the bytes are not such a record; the message names the topic and the error
     * @throws SchemaRegistryUnavailableException if the registry does not answer: the record may be valid
     */
    @Override
    @SuppressWarnings("NullAway") // Avro's annotations do not know that a reader needs no instance to fill
    public @Nullable T deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        int id = WireFormat.schemaId(topic, data);
        Map<Integer, DatumReader<T>> known = readers.computeIfAbsent(topic, any -> new ConcurrentHashMap<>());
        DatumReader<T> reader = known.get(id);
        if (reader == null) {
            reader = readerFor(topic, id);
            known.put(id, reader);
        }
        var decoder = new BoundedDecoder(data, WireFormat.HEADER_BYTES);
        T record;
        try {
            record = reader.read(null, decoder);
        } catch (IOException | RuntimeException e) {
            throw refused(
                    "A value of topic %s (%d bytes, schema id %d) is not a whole %s: %s"
                            .formatted(topic, data.length, id, readerSchema.getName(), e.getMessage()),
                    e);
        }
        if (decoder.remaining() > 0) {
            throw new SerializationException("A value of topic %s (%d bytes, schema id %d) has %d bytes after its %s"
                    .formatted(topic, data.length, id, decoder.remaining(), readerSchema.getName()));
        }
        return record;
    }

    private DatumReader<T> readerFor(String topic, int id) {
        Schema writerSchema;
        try {
            writerSchema = registry.byId(topic + "-value", id);
            SchemaLimits.check(writerSchema);
        } catch (SchemaRegistryUnavailableException e) {
            throw e;
        } catch (SchemaRegistryException | SchemaParseException e) {
            throw refused("A value of topic %s names schema id %d: %s".formatted(topic, id, e.getMessage()), e);
        }
        var problems = Compatibility.problems(readerSchema, writerSchema);
        if (!problems.isEmpty()) {
            throw refused(
                    "A value of topic %s was written with schema id %d (%s) and cannot be read as %s: %s"
                            .formatted(
                                    topic, id, writerSchema.getFullName(), readerSchema.getFullName(), problems.get(0)),
                    null);
        }
        return new SpecificDatumReader<>(writerSchema, readerSchema, model);
    }

    private static SerializationException refused(String message, @Nullable Throwable cause) {
        return new SerializationException(
                message.length() > MAX_MESSAGE_CHARS ? message.substring(0, MAX_MESSAGE_CHARS) + "..." : message,
                cause);
    }
}
