package io.rolestream.common.clients;

import io.rolestream.schemas.reading.DeadLetter;
import io.rolestream.schemas.topics.TopicCatalogue;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.ByteUtils;
import org.jspecify.annotations.Nullable;

/**
 * A record that was read in bounded memory, whatever its size.
 *
 * @param key its first 8 MiB, or null
 * @param value likewise
 * @param valueBytes size of the whole value; 0 if there is none
 * @param sha256 of the whole value
 * @param headers the first ones, up to 1 MiB
 * @param isWhole whether nothing is missing
 */
public record PackedRecord(
        long offset,
        long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        long valueBytes,
        byte[] sha256,
        Headers headers,
        boolean isWhole) {
    /** As much as {@code resumes} may be set to take. */
    private static final int MAX_PART = TopicCatalogue.MAX_RESUME_BYTES;

    private static final int MAX_HEADERS = 1 << 20;
    private static final int CHUNK = 64 << 10;

    /** Bytes of which the first are kept. */
    private record Part(byte @Nullable [] head, long size) {
        boolean isWhole() {
            return head == null || head.length == size;
        }
    }

    /**
     * Reads the next record of a batch, in Kafka's format 2.
     *
     * @param records the batch's records, unpacked while they are read
     * @param isAppendTime whether {@code baseTimestamp} is the time of all records
     * @throws IOException if they do not follow the format
     */
    static PackedRecord read(InputStream records, long baseOffset, long baseTimestamp, boolean isAppendTime)
            throws IOException {
        try {
            ByteUtils.readVarint(records); // the record's length
            records.skipNBytes(1); // attributes, of which there are none
            long delta = ByteUtils.readVarlong(records);
            long timestamp = isAppendTime ? baseTimestamp : baseTimestamp + delta;
            long offset = baseOffset + ByteUtils.readVarint(records);
            Part key = part(records, MAX_PART, null);
            MessageDigest digest = DeadLetter.sha256();
            Part value = part(records, MAX_PART, digest);
            Headers headers = new RecordHeaders();
            boolean allHeaders = readHeaders(records, headers);
            return new PackedRecord(
                    offset,
                    timestamp,
                    key.head(),
                    value.head(),
                    value.size(),
                    digest.digest(),
                    headers,
                    key.isWhole() && value.isWhole() && allHeaders);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e); // a number that is too long
        }
    }

    private static boolean readHeaders(InputStream records, Headers headers) throws IOException {
        boolean all = true;
        int room = MAX_HEADERS;
        int count = ByteUtils.readVarint(records);
        for (int i = 0; i < count; i++) {
            Part name = part(records, Math.max(0, room), null);
            Part value = part(records, Math.max(0, room), null);
            all &= name.isWhole() && value.isWhole();
            if (all && name.head() != null) {
                headers.add(new String(name.head(), StandardCharsets.UTF_8), value.head());
            }
            room -= (int) Math.min(room, name.size() + value.size());
        }
        return all;
    }

    private static Part part(InputStream records, int most, @Nullable MessageDigest digest) throws IOException {
        int size = ByteUtils.readVarint(records);
        if (size < 0) {
            return new Part(null, 0);
        }
        byte[] head = new byte[Math.min(size, most)];
        int kept = 0;
        byte[] chunk = new byte[Math.min(size, CHUNK)];
        for (int left = size; left > 0; ) {
            int read = records.read(chunk, 0, Math.min(left, chunk.length));
            if (read < 0) {
                throw new EOFException("the batch ends within a record");
            }
            if (digest != null) {
                digest.update(chunk, 0, read);
            }
            int copied = Math.min(read, head.length - kept);
            System.arraycopy(chunk, 0, head, kept, copied);
            kept += copied;
            left -= read;
        }
        return new Part(head, size);
    }
}
