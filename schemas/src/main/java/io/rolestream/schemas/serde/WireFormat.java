package io.rolestream.schemas.serde;

import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The Confluent wire format: a zero byte, the schema's id as four bytes in network order, the Avro binary body. Clients
 * from version 8 can write the schema into a header instead, as a one byte and the schema's GUID, or as a zero byte and
 * its id; the value is then the body alone.
 */
public final class WireFormat {
    /** Bytes before the body, where no header names the schema. */
    public static final int HEADER_BYTES = 5;
    /** The record's header that names the schema of its value. */
    public static final String VALUE_SCHEMA_ID = "__value_schema_id";

    private static final byte MAGIC = 0;
    private static final byte GUID_MAGIC = 1;
    private static final int GUID_BYTES = 1 + 2 * Long.BYTES;

    private WireFormat() {}

    /**
     * How a value was written.
     *
     * @param id of its schema; 0 where the GUID names it
     * @param guid of its schema, or null
     * @param start where its body begins
     */
    record Written(int id, @Nullable UUID guid, int start) {
        /** Equal for values of equal schema. */
        Object key() {
            return guid == null ? (Object) id : guid;
        }

        /**
         * The schema.
         *
         * @throws SchemaRegistryException as {@link SchemaRegistry#byId}
         */
        Schema schema(SchemaRegistry registry, String subject) {
            return guid == null ? registry.byId(subject, id) : registry.byGuid(subject, guid);
        }

        @Override
        public String toString() {
            return guid == null ? "schema id " + id : "schema GUID " + guid;
        }
    }

    /**
     * How a value was written.
     *
     * @param topic named in errors
     * @throws SerializationException if it is not in this format; ids are not negative
     */
    static Written read(String topic, Headers headers, byte[] data) {
        Header named = headers.lastHeader(VALUE_SCHEMA_ID);
        if (named != null) {
            return named(topic, named.value());
        }
        if (data.length < HEADER_BYTES) {
            throw new SerializationException("A value of topic %s has %d bytes, too few for a schema id (%d)"
                    .formatted(topic, data.length, HEADER_BYTES));
        }
        if (data[0] != MAGIC) {
            throw new SerializationException(
                    ("A value of topic %s begins with byte %d: it is neither of a Confluent-compatible Avro serializer, "
                                    + "whose values begin with 0, nor a JSON object")
                            .formatted(topic, data[0]));
        }
        return new Written(id(topic, data), null, HEADER_BYTES);
    }

    private static Written named(String topic, byte @Nullable [] name) {
        if (name != null && name.length == GUID_BYTES && name[0] == GUID_MAGIC) {
            ByteBuffer guid = ByteBuffer.wrap(name, 1, GUID_BYTES - 1);
            return new Written(0, new UUID(guid.getLong(), guid.getLong()), 0);
        }
        if (name != null && name.length == HEADER_BYTES && name[0] == MAGIC) {
            return new Written(id(topic, name), null, 0);
        }
        throw new SerializationException(
                ("A record of topic %s has a header %s of %d bytes that names no Avro schema: a byte of 1 and a GUID, or a "
                                + "byte of 0 and an id, is expected")
                        .formatted(topic, VALUE_SCHEMA_ID, name == null ? 0 : name.length));
    }

    private static int id(String topic, byte[] bytes) {
        int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        if (id < 0) {
            throw new SerializationException("A value of topic %s names schema id %d".formatted(topic, id));
        }
        return id;
    }

    /**
     * Where a value's body begins if it looks like JSON, which may stand alone or after a schema's id; -1 if it does
     * not. A value that stands alone is JSON. After a schema's id it may also be the Avro of another writer, whose
     * first field is a number, for example; Rolestream's own events begin with a text, whose length would be negative.
     */
    public static int jsonStart(Headers headers, byte[] data) {
        if (headers.lastHeader(VALUE_SCHEMA_ID) != null) {
            return data.length > 0 && data[0] == '{' ? 0 : -1;
        }
        if (data.length > HEADER_BYTES && data[0] == MAGIC) {
            return data[HEADER_BYTES] == '{' ? HEADER_BYTES : -1;
        }
        return JsonRecordReader.isJson(data) ? 0 : -1;
    }

    static void writeHeader(byte[] buffer, int schemaId) {
        buffer[0] = MAGIC;
        buffer[1] = (byte) (schemaId >>> 24);
        buffer[2] = (byte) (schemaId >>> 16);
        buffer[3] = (byte) (schemaId >>> 8);
        buffer[4] = (byte) schemaId;
    }
}
