package io.rolestream.schemas.serde;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro binary from an array, and refuses lengths that the remaining bytes cannot hold, so that a forged record
 * costs no more memory than its own size times a small constant. An item of a collection counts as at least one byte:
 * collections of null are refused.
 *
 * <p>It also refuses what no encoder writes but other decoders accept: text that is not UTF-8, numbers that are not in
 * their shortest form, booleans other than 0 and 1, and blocks that are not as long as they claim. Such a value is
 * damaged, and what it seems to say is not what was written.
 */
final class BoundedDecoder extends Decoder {
    private static final int UNKNOWN_END = -1;

    private final byte[] data;
    private final Deque<Integer> blockEnds = new ArrayDeque<>(0);
    private int at;

    BoundedDecoder(byte[] data, int start) {
        this.data = data;
        this.at = start;
    }

    /** Bytes not read yet. */
    int remaining() {
        return data.length - at;
    }

    private int advance(int bytes) throws EOFException {
        if (bytes < 0 || bytes > data.length - at) {
            throw new EOFException("%d bytes wanted at byte %d, %d are left".formatted(bytes, at, remaining()));
        }
        int from = at;
        at += bytes;
        return from;
    }

    private int readLength() throws IOException {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw new EOFException(
                    "a length of %d bytes before byte %d, %d are left".formatted(length, at, remaining()));
        }
        return (int) length;
    }

    private byte next() throws EOFException {
        if (at == data.length) {
            throw new EOFException("the body ends within a value, at byte " + at);
        }
        return data[at++];
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() throws IOException {
        byte value = next();
        if (value != 0 && value != 1) {
            throw new AvroRuntimeException("a boolean of %d before byte %d".formatted(value, at));
        }
        return value == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) {
            throw new AvroRuntimeException("%d before byte %d does not fit an int".formatted(value, at));
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        byte group = next();
        long bits = group & 0x7f;
        for (int shift = 7; group < 0; shift += 7) {
            if (shift > 63) {
                throw new AvroRuntimeException("a number of more than ten bytes before byte " + at);
            }
            group = next();
            bits |= (group & 0x7fL) << shift;
            if (group == 0 || shift == 63 && group != 1) {
                throw new AvroRuntimeException("a number that is not in its shortest form before byte " + at);
            }
        }
        return bits >>> 1 ^ -(bits & 1);
    }

    @Override
    public float readFloat() throws IOException {
        return Float.intBitsToFloat((int) readLittleEndian(Float.BYTES));
    }

    @Override
    public double readDouble() throws IOException {
        return Double.longBitsToDouble(readLittleEndian(Double.BYTES));
    }

    private long readLittleEndian(int bytes) throws EOFException {
        int from = advance(bytes);
        long bits = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            bits = bits << 8 | (data[from + i] & 0xff);
        }
        return bits;
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        return new Utf8(readString());
    }

    @Override
    public String readString() throws IOException {
        int length = readLength();
        return length == 0 ? "" : text(advance(length), length);
    }

    private String text(int from, int length) {
        String text = new String(data, from, length, StandardCharsets.UTF_8);
        // Java replaces what is not UTF-8 by this character, which may also have been written.
        if (text.indexOf('\ufffd') >= 0
                && !Arrays.equals(
                        text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(data, from, from + length))) {
            throw new AvroRuntimeException("a text that is not UTF-8 before byte " + at);
        }
        return text;
    }

    @Override
    public void skipString() throws IOException {
        advance(readLength());
    }

    /** Bytes for a text, since the generated records have no others. Avro takes the buffer's whole array. */
    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        return ByteBuffer.wrap(readString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void skipBytes() throws IOException {
        advance(readLength());
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) throws IOException {
        System.arraycopy(data, advance(length), bytes, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        advance(length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        long items = readLong();
        int end = UNKNOWN_END;
        if (items < 0) {
            items = -items;
            int bytes = readLength();
            end = at + bytes;
        }
        if (items < 0 || items > remaining()) {
            throw new EOFException(
                    "a collection of %d items before byte %d, %d bytes are left".formatted(items, at, remaining()));
        }
        if (items > 0) {
            blockEnds.push(end);
        }
        return items;
    }

    @Override
    public long arrayNext() throws IOException {
        int end = blockEnds.pop();
        if (end != UNKNOWN_END && end != at) {
            throw new AvroRuntimeException("a block that claims to end at byte %d ends at %d".formatted(end, at));
        }
        return readArrayStart();
    }

    /** Jumps over blocks that say how long they are, and leaves the items of others to be skipped. */
    @Override
    public long skipArray() throws IOException {
        long items = readLong();
        while (items < 0) {
            advance(readLength());
            items = readLong();
        }
        if (items > remaining()) {
            throw new EOFException(
                    "a collection of %d items before byte %d, %d bytes are left".formatted(items, at, remaining()));
        }
        return items;
    }

    @Override
    public long readMapStart() throws IOException {
        return readArrayStart();
    }

    @Override
    public long mapNext() throws IOException {
        return arrayNext();
    }

    @Override
    public long skipMap() throws IOException {
        return skipArray();
    }
}
