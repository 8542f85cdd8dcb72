package io.rolestream.schemas.serde;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes Avro binary into a growing array after the wire format's header, so that a record is copied only once, into
 * the array for Kafka. For one thread at a time.
 */
final class BufferEncoder {
    private static final int INITIAL_BYTES = 1024;
    private static final int KEPT_BYTES = 1 << 20;
    private static final int MAX_LONG_BYTES = 10;
    private static final int MAX_INT_BYTES = 5;

    private byte[] buffer = new byte[INITIAL_BYTES];
    private int size = WireFormat.HEADER_BYTES;

    /** Discards what was written, and the array too if a huge record has grown it. */
    void reset() {
        size = WireFormat.HEADER_BYTES;
        if (buffer.length > KEPT_BYTES) {
            buffer = new byte[INITIAL_BYTES];
        }
    }

    /** The bytes written since the last reset, after a header with this id. */
    byte[] toBytes(int schemaId) {
        WireFormat.writeHeader(buffer, schemaId);
        return Arrays.copyOf(buffer, size);
    }

    private void require(int bytes) {
        if (buffer.length - size < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, Math.addExact(size, bytes)));
        }
    }

    void writeBoolean(boolean value) {
        require(1);
        buffer[size++] = (byte) (value ? 1 : 0);
    }

    void writeInt(int value) {
        require(MAX_INT_BYTES);
        int rest = value << 1 ^ value >> 31;
        while ((rest & ~0x7f) != 0) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    void writeLong(long value) {
        require(MAX_LONG_BYTES);
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7fL) != 0) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    void writeFloat(float value) {
        writeLittleEndian(Float.floatToRawIntBits(value), Float.BYTES);
    }

    void writeDouble(double value) {
        writeLittleEndian(Double.doubleToRawLongBits(value), Double.BYTES);
    }

    private void writeLittleEndian(long bits, int bytes) {
        require(bytes);
        for (int i = 0; i < bytes; i++) {
            buffer[size++] = (byte) (bits >>> (8 * i));
        }
    }

    void writeString(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writeInt(bytes.length);
        require(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }
}
