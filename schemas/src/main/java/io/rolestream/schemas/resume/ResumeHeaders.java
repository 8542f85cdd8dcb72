package io.rolestream.schemas.resume;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Record headers that a resume may carry. */
public final class ResumeHeaders {
    /**
     * If present, with any value but {@link #UNLESS_CHANGED}, the resume is relabelled even if its content is
     * unchanged.
     */
    public static final String RELABEL = "rolestream.relabel";
    /** Value of {@link #RELABEL}: relabel if this is still the current content; otherwise ignore the record. */
    public static final String UNLESS_CHANGED = "unless-changed";

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
}
