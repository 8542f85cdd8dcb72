package io.rolestream.schemas.reading;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter that fits into its topic. A letter that the broker refuses would stop its partition permanently: the
 * transaction fails, and the record is read again. So a letter that is too large is cut, and headers say how
 * ({@link DeadLetterHeaders#TRUNCATED}); at worst it is headers alone.
 */
public record DeadLetter(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    /** Headers of a batch and a record, and what a cut letter's own headers take, all at most. */
    private static final int OVERHEAD = 512;

    /** Lengths of a header's name and value, at most. */
    private static final int HEADER_OVERHEAD = 10;

    /** A longer key is not a resume's id: those have up to 256 characters. */
    private static final int MAX_CUT_KEY = 1_024;

    /**
     * A letter, cut if necessary.
     *
     * @param headers of {@link DeadLetterHeaders}
     * @param maxBytes {@code max.message.bytes} of the topic
     */
    public static DeadLetter fitting(byte @Nullable [] key, byte @Nullable [] value, Headers headers, int maxBytes) {
        long room = maxBytes - OVERHEAD;
        if (size(key) + size(value) + size(headers) <= room) {
            return new DeadLetter(key, value, headers);
        }
        byte[] keptKey = cut(key, MAX_CUT_KEY);
        boolean keepsHeaders = size(headers) <= room / 2;
        Headers kept = keepsHeaders ? new RecordHeaders(headers.toArray()) : essential(headers);
        byte[] keptValue = cut(value, room - size(keptKey) - size(kept));
        if (value != null && kept.lastHeader(DeadLetterHeaders.ORIGINAL_BYTES) == null) {
            describe(kept, value.length, sha256().digest(value));
        }
        List<String> parts = new ArrayList<>();
        addIf(parts, "key", keptKey != key);
        addIf(parts, "value", keptValue != value);
        addIf(parts, "headers", !keepsHeaders);
        DeadLetterHeaders.set(kept, DeadLetterHeaders.TRUNCATED, String.join(", ", parts));
        return new DeadLetter(keptKey, keptValue, kept);
    }

    /**
     * Sets the headers that describe a value.
     *
     * @param bytes its size
     * @param sha256 its digest
     */
    public static void describe(Headers headers, long bytes, byte[] sha256) {
        DeadLetterHeaders.set(headers, DeadLetterHeaders.ORIGINAL_BYTES, Long.toString(bytes));
        DeadLetterHeaders.set(
                headers, DeadLetterHeaders.ORIGINAL_SHA256, HexFormat.of().formatHex(sha256));
    }

    /** A new digest, as {@link #describe} takes its result. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static Headers essential(Headers headers) {
        Headers kept = new RecordHeaders();
        for (String name : DeadLetterHeaders.ESSENTIAL) {
            Header header = headers.lastHeader(name);
            if (header != null) {
                kept.add(header);
            }
        }
        return kept;
    }

    private static byte @Nullable [] cut(byte @Nullable [] bytes, long most) {
        return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, (int) Math.max(0, most));
    }

    private static long size(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static long size(Headers headers) {
        long size = 0;
        for (Header header : headers) {
            size += HEADER_OVERHEAD + Utils.utf8Length(header.key()) + size(header.value());
        }
        return size;
    }

    private static void addIf(List<String> parts, String part, boolean isCut) {
        if (isCut) {
            parts.add(part);
        }
    }
}
