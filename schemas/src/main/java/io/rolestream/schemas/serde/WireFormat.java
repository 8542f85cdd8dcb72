package io.rolestream.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/** The Confluent wire format: a zero byte, the schema's id as four bytes in network order, the Avro binary body. */
public final class WireFormat {
    /** Bytes before the body. */
    public static final int HEADER_BYTES = 5;

    private static final byte MAGIC = 0;

    private WireFormat() {}

    /**
     * The id of the schema that wrote a record.
     *
     * @param topic named in errors
     * @throws SerializationException if these bytes are not in this format; ids are not negative
     */
    public static int schemaId(String topic, byte[] data) {
        if (data.length < HEADER_BYTES) {
            throw new SerializationException("A value of topic %s has %d bytes, too few for a schema id (%d)"
                    .formatted(topic, data.length, HEADER_BYTES));
        }
        if (data[0] != MAGIC) {
            throw new SerializationException(
                    ("A value of topic %s begins with byte %d instead of 0: it was not written "
                                    + "by a Confluent-compatible Avro serializer")
                            .formatted(topic, data[0]));
        }
        int id = (data[1] & 0xff) << 24 | (data[2] & 0xff) << 16 | (data[3] & 0xff) << 8 | (data[4] & 0xff);
        if (id < 0) {
            throw new SerializationException("A value of topic %s names schema id %d".formatted(topic, id));
        }
        return id;
    }

    static void writeHeader(byte[] buffer, int schemaId) {
        buffer[0] = MAGIC;
        buffer[1] = (byte) (schemaId >>> 24);
        buffer[2] = (byte) (schemaId >>> 16);
        buffer[3] = (byte) (schemaId >>> 8);
        buffer[4] = (byte) schemaId;
    }
}
