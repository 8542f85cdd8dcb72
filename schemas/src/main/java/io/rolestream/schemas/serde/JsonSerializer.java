package io.rolestream.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as {@link AvroJson}, in UTF-8 on one line. Needs no schema. Thread-safe.
 *
 * @param <T> the generated record
 */
public final class JsonSerializer<T extends SpecificRecord> implements Serializer<T> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The record's JSON; null for null. */
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T record) {
        try {
            return record == null ? null : MAPPER.writeValueAsBytes(AvroJson.of(record));
        } catch (JsonProcessingException e) {
            throw new SerializationException("A record for topic " + topic + " cannot be written as JSON", e);
        }
    }
}
