package io.rolestream.common.reading;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroJson;
import io.rolestream.schemas.serde.AvroSerde;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Makes a JSON object of a record. */
@FunctionalInterface
public interface RecordLines {
    /** The record as JSON. */
    ObjectNode json(ConsumerRecord<byte[], byte[]> record);

    /**
     * The values as JSON.
     *
     * @param key the field of the key, for a null value
     */
    static <T extends SpecificRecord> RecordLines values(Class<T> type, String key, SchemaRegistry registry) {
        return values(type, key, registry, AvroJson::of);
    }

    /**
     * The values as JSON of another form.
     *
     * @param form makes an object of a value
     * @see #values(Class, String, SchemaRegistry)
     */
    static <T extends SpecificRecord> RecordLines values(
            Class<T> type, String key, SchemaRegistry registry, Function<T, ObjectNode> form) {
        var deserializer = new AvroSerde<>(type, registry).deserializer();
        return record -> {
            T value = deserializer.deserialize(record.topic(), record.headers(), record.value());
            return value == null ? forgotten(key, record) : form.apply(value);
        };
    }

    private static ObjectNode forgotten(String key, ConsumerRecord<byte[], byte[]> record) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        return object.put(key, text(record.key())).put("forgotten", true);
    }

    /**
     * Dead letters as JSON: their keys, headers and values.
     *
     * @param source the topic that the letters came from
     * @param noun the field of the value
     */
    static <T extends SpecificRecord> RecordLines deadLetters(
            Class<T> type, String source, String noun, SchemaRegistry registry) {
        var deserializer = new AvroSerde<>(type, registry).deserializer();
        return record -> {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            object.put("key", text(record.key()));
            for (Header header : record.headers()) {
                if (!header.key().endsWith("stacktrace")) {
                    object.put(header.key(), text(header.value()));
                }
            }
            try {
                T value = deserializer.deserialize(source, record.headers(), record.value());
                object.set(noun, value == null ? object.nullNode() : AvroJson.of(value));
            } catch (SerializationException e) {
                object.put("valueBase64", Base64.getEncoder().encodeToString(record.value()));
            }
            return object;
        };
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
