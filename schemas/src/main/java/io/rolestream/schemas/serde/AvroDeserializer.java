package io.rolestream.schemas.serde;

import io.rolestream.schemas.registry.Compatibility;
import io.rolestream.schemas.registry.SchemaLimits;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.serde.WireFormat.Written;
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
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of one type: Avro in the wire format, and JSON. A body after a schema's id that begins like JSON is
 * first read as JSON, which needs no registry, then as Avro. The writer's schema is requested once per topic and id,
 * and the plan that resolves it to the reader's is cached. Only schemas of the topic's subject that are within
 * {@link SchemaLimits} are used. Thread-safe.
 *
 * @param <T> the generated record
 */
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {
    static {
        GeneratedRecords.trust();
    }

    /** Schemas and what they say of themselves may be long; a dead letter's header must not be. */
    private static final int MAX_MESSAGE_CHARS = 1_000;

    private static final int MAX_NAME_CHARS = 200;
    private static final Headers NO_HEADERS = new RecordHeaders();

    private final SchemaRegistry registry;
    private final SpecificData model;
    private final Schema readerSchema;
    private final JsonRecordReader<T> json;
    private final Map<String, Map<Object, DatumReader<T>>> readers = new ConcurrentHashMap<>();

    public AvroDeserializer(Class<T> type, SchemaRegistry registry) {
        this.registry = registry;
        this.model = SpecificData.getForClass(type);
        this.readerSchema = model.getSchema(type);
        this.json = new JsonRecordReader<>(type);
    }

    /** As {@link #deserialize(String, Headers, byte[])}, of a record without headers. */
    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] data) {
        return deserialize(topic, NO_HEADERS, data);
    }

    /**
     * The record in these bytes; null for null.
     *
     * @param headers may name the schema
     * @throws SerializationException if the bytes are not such a record; the message names the topic and the error
     * @throws SchemaRegistryUnavailableException if the registry does not answer: the record may be valid
     */
    @Override
    public @Nullable T deserialize(String topic, Headers headers, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        int jsonStart = WireFormat.jsonStart(headers, data);
        if (jsonStart < 0) {
            return avro(topic, headers, data);
        }
        try {
            return json.read(topic, data, jsonStart);
        } catch (NotJsonException e) {
            return avroOr(e, topic, headers, data);
        }
    }

    /** Reads bytes that look like JSON as Avro if their schema is known, and refuses them as JSON if it is not. */
    private T avroOr(NotJsonException notJson, String topic, Headers headers, byte[] data) {
        Written written;
        DatumReader<T> reader;
        try {
            written = WireFormat.read(topic, headers, data);
            reader = reader(topic, written);
        } catch (SerializationException e) {
            throw notJson;
        }
        return avro(topic, data, written, reader);
    }

    /**
     * As {@link #deserialize(String, Headers, byte[])}, of JSON alone.
     *
     * @throws NotJsonException if the bytes are not such a record
     */
    public T json(String topic, Headers headers, byte[] data) {
        return json.read(topic, data, Math.max(0, WireFormat.jsonStart(headers, data)));
    }

    /** As {@link #deserialize(String, Headers, byte[])}, of Avro alone. */
    public T avro(String topic, Headers headers, byte[] data) {
        Written written = WireFormat.read(topic, headers, data);
        return avro(topic, data, written, reader(topic, written));
    }

    private DatumReader<T> reader(String topic, Written written) {
        Map<Object, DatumReader<T>> known = readers.computeIfAbsent(topic, any -> new ConcurrentHashMap<>());
        DatumReader<T> reader = known.get(written.key());
        if (reader == null) {
            reader = readerFor(topic, written);
            known.put(written.key(), reader);
        }
        return reader;
    }

    @SuppressWarnings("NullAway") // Avro's annotations do not know that a reader needs no instance to fill
    private T avro(String topic, byte[] data, Written written, DatumReader<T> reader) {
        var decoder = new BoundedDecoder(data, written.start());
        T record;
        try {
            record = reader.read(null, decoder);
        } catch (IOException | RuntimeException e) {
            throw refused(
                    "A value of topic %s (%d bytes, %s) is not a whole %s: %s"
                            .formatted(topic, data.length, written, readerSchema.getName(), e.getMessage()),
                    e);
        }
        if (decoder.remaining() > 0) {
            throw new SerializationException("A value of topic %s (%d bytes, %s) has %d bytes after its %s"
                    .formatted(topic, data.length, written, decoder.remaining(), readerSchema.getName()));
        }
        return record;
    }

    private DatumReader<T> readerFor(String topic, Written written) {
        Schema writerSchema;
        try {
            writerSchema = written.schema(registry, topic + "-value");
            SchemaLimits.check(writerSchema);
        } catch (SchemaRegistryUnavailableException e) {
            throw e;
        } catch (SchemaRegistryException | SchemaParseException e) {
            throw refused(
                    "A value of topic %s names %s, but %s is expected: %s"
                            .formatted(topic, written, expected(topic), e.getMessage()),
                    e);
        }
        var problems = Compatibility.problems(readerSchema, writerSchema);
        if (!problems.isEmpty()) {
            throw refused(
                    "A value of topic %s was written with %s, %s, but %s is expected: %s"
                            .formatted(
                                    topic,
                                    written,
                                    shortened(writerSchema.getFullName(), MAX_NAME_CHARS),
                                    expected(topic),
                                    problems.get(0)),
                    null);
        }
        return new SpecificDatumReader<>(writerSchema, readerSchema, model);
    }

    private String expected(String topic) {
        return "Avro of record %s under subject %s-value (docs/asyncapi.yaml has the schema)"
                .formatted(readerSchema.getFullName(), topic);
    }

    private static SerializationException refused(String message, @Nullable Throwable cause) {
        return new SerializationException(shortened(message, MAX_MESSAGE_CHARS), cause);
    }

    private static String shortened(String text, int maxChars) {
        return text.length() > maxChars ? text.substring(0, maxChars) + "..." : text;
    }
}
