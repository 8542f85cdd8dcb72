package io.rolestream.schemas.resume;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Record headers that a resume may carry. */
public final class ResumeHeaders {
    /**
     * If present, with any value but {@link #UNLESS_CHANGED}, the resume is relabelled even if its content is
     * unchanged.
     */
    public static final String RELABEL = "rolestream.relabel";
    /**
     * Value of {@link #RELABEL}: relabel if this is still the current content, or a copy of the resume's newest record;
     * otherwise ignore the record.
     */
    public static final String UNLESS_CHANGED = "unless-changed";
    /**
     * Of a record with {@link #UNLESS_CHANGED}: offset of the record that it is a copy of, in the same partition, as
     * decimal text. A copy of a copy names the first record.
     */
    public static final String ORIGINAL_OFFSET = "rolestream.original.offset";

    private ResumeHeaders() {}

    /** Whether a record requests relabelling. */
    public static Relabel relabel(Headers headers) {
        Header header = headers.lastHeader(RELABEL);
        if (header == null) {
            return Relabel.NO;
        }
        byte[] value = header.value();
        return value != null && UNLESS_CHANGED.equals(new String(value, StandardCharsets.UTF_8))
                ? Relabel.UNLESS_CHANGED
                : Relabel.ALWAYS;
    }

    /**
     * The offset of the record that a record is a copy of; empty if it is not one to be relabelled unless changed, or
     * does not name an earlier offset.
     *
     * @param offset of the record itself
     */
    public static OptionalLong originalOffset(Headers headers, long offset) {
        Header header = headers.lastHeader(ORIGINAL_OFFSET);
        if (header == null || header.value() == null || relabel(headers) != Relabel.UNLESS_CHANGED) {
            return OptionalLong.empty();
        }
        try {
            long original = Long.parseLong(new String(header.value(), StandardCharsets.UTF_8));
            return original >= 0 && original < offset ? OptionalLong.of(original) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * The headers of a copy of a record, which requests to relabel the resume unless it has changed.
     *
     * @param offset of the record
     */
    public static Headers ofCopy(Headers headers, long offset) {
        String original = Long.toString(originalOffset(headers, offset).orElse(offset));
        return new RecordHeaders(headers)
                .remove(RELABEL)
                .remove(ORIGINAL_OFFSET)
                .add(RELABEL, UNLESS_CHANGED.getBytes(StandardCharsets.UTF_8))
                .add(ORIGINAL_OFFSET, original.getBytes(StandardCharsets.UTF_8));
    }
}
