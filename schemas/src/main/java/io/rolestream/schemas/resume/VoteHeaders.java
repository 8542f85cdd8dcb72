package io.rolestream.schemas.resume;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Record headers of a vote. */
public final class VoteHeaders {
    /**
     * Timestamp of the record that the vote judges, in milliseconds since 1970, as decimal text. The topology takes
     * votes in the order of their resumes; by the broker's time of writing, they would wait behind all resumes that
     * arrived before them.
     */
    public static final String RESUME_TIMESTAMP = "rolestream.resume.timestamp";

    private VoteHeaders() {}

    /** Sets the timestamp of the judged record. */
    public static void setResumeTimestamp(Headers headers, long millis) {
        headers.add(RESUME_TIMESTAMP, Long.toString(millis).getBytes(StandardCharsets.US_ASCII));
    }

    /** The timestamp of the judged record; empty if the vote does not have it as a number. */
    public static OptionalLong resumeTimestamp(Headers headers) {
        Header header = headers.lastHeader(RESUME_TIMESTAMP);
        if (header == null || header.value() == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(new String(header.value(), StandardCharsets.US_ASCII)));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
