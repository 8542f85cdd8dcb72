package io.rolestream.schemas.serde;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.Encoder;
import org.apache.avro.util.Utf8;

/**
 * Writes Avro binary into one growing array behind the wire format's header, so that a record is copied once: from here
 * into the array that Kafka gets. For one thread at a time.
 */
final class BufferEncoder extends Encoder {
    private static final int INITIAL_BYTES = 1024;
    private static final int KEPT_BYTES = 1 << 20;
    private static final int MAX_LONG_BYTES = 10;
    private static final int MAX_INT_BYTES = 5;

    private byte[] buffer = new byte[INITIAL_BYTES];
    private int size = WireFormat.HEADER_BYTES;

    /** Forgets what was written, and the array too if one huge record had made it huge. */
    void reset() {
        size = WireFormat.HEADER_BYTES;
        if (buffer.length > KEPT_BYTES) {
            buffer = new byte[INITIAL_BYTES];
        }
    }

    /** What was written since the last reset, behind a header with this id. */
    byte[] toBytes(int schemaId) {
        WireFormat.writeHeader(buffer, schemaId);
        return Arrays.copyOf(buffer, size);
    }

    private void require(int bytes) {
        if (buffer.length - size < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, Math.addExact(size, bytes)));
        }
    }

    @Override
    public void writeNull() {}

    @Override
    public void writeBoolean(boolean value) {
        require(1);
        buffer[size++] = (byte) (value ? 1 : 0);
    }

    @Override
    public void writeInt(int value) {
        require(MAX_INT_BYTES);
        int rest = value << 1 ^ value >> 31;
        while ((rest & ~0x7f) != 0) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    @Override
    public void writeLong(long value) {
        require(MAX_LONG_BYTES);
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7fL) != 0) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    @Override
    public void writeFloat(float value) {
        writeLittleEndian(Float.floatToRawIntBits(value), Float.BYTES);
    }

    @Override
    public void writeDouble(double value) {
        writeLittleEndian(Double.doubleToRawLongBits(value), Double.BYTES);
    }

    private void writeLittleEndian(long bits, int bytes) {
        require(bytes);
        for (int i = 0; i < bytes; i++) {
            buffer[size++] = (byte) (bits >>> (8 * i));
        }
    }

    @Override
    public void writeString(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writeBytes(bytes, 0, bytes.length);
    }

    @Override
    public void writeString(Utf8 text) {
        writeBytes(text.getBytes(), 0, text.getByteLength());
    }

    @Override
    public void writeBytes(ByteBuffer bytes) {
        int length = bytes.remaining();
        writeInt(length);
        require(length);
        bytes.duplicate().get(buffer, size, length);
        size += length;
    }

    @Override
    public void writeBytes(byte[] bytes, int start, int length) {
        writeInt(length);
        writeFixed(bytes, start, length);
    }

    @Override
    public void writeFixed(byte[] bytes, int start, int length) {
        require(length);
        System.arraycopy(bytes, start, buffer, size, length);
        size += length;
    }

    @Override
    public void writeEnum(int symbol) {
        writeInt(symbol);
    }

    @Override
    public void writeArrayStart() {}

    @Override
    public void setItemCount(long items) {
        if (items > 0) {
            writeLong(items);
        }
    }

    @Override
    public void startItem() {}

    @Override
    public void writeArrayEnd() {
        writeInt(0);
    }

    @Override
    public void writeMapStart() {}

    @Override
    public void writeMapEnd() {
        writeInt(0);
    }

    @Override
    public void writeIndex(int branch) {
        writeInt(branch);
    }

    @Override
    public void flush() {}
}
