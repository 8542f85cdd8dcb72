package io.rolestream.schemas.resume;

import io.rolestream.events.Resume;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.resume.Reading.Forget;
import io.rolestream.schemas.resume.Reading.Readable;
import io.rolestream.schemas.resume.Reading.Unreadable;
import io.rolestream.schemas.serde.EventFormat;
import io.rolestream.schemas.serde.NotJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads, checks and normalises the records of {@code resumes}. Topology, worker and trainer all use this class, so that
 * a record that one dead-letters is skipped by the others, and all judge and hash the same text.
 *
 * <p>The result depends only on the record, never on the clock. An instance is for one thread: it keeps a digest and a
 * buffer.
 */
public final class ResumeReader {
    /** Longest id, in UTF-16 code units. */
    public static final int MAX_ID_CHARS = 256;
    /** Longest judged text unless configured otherwise, in UTF-16 code units. */
    public static final int DEFAULT_MAX_TEXT_CHARS = 250_000;

    private final ResumeDecoder decoder;
    private final int maxTextChars;
    private final ContentHash contentHash = new ContentHash();

    /** A reader of both formats, with the usual limit. */
    public ResumeReader(SchemaRegistry registry) {
        this(new ResumeDecoder(registry, EventFormat.AUTO), DEFAULT_MAX_TEXT_CHARS);
    }

    /** @param maxTextChars longest judged text, in UTF-16 code units; positive */
    public ResumeReader(ResumeDecoder decoder, int maxTextChars) {
        if (maxTextChars < 1) {
            throw new IllegalArgumentException("The longest text must have at least one character: " + maxTextChars);
        }
        this.decoder = decoder;
        this.maxTextChars = maxTextChars;
    }

    /**
     * Reads a record. JSON without a {@code resumeId} gets the key's. A {@code submittedAt} that is missing or
     * {@linkplain ClaimedTime cannot be} is replaced by the record's timestamp.
     *
     * @param headers of the record; one may name the schema of its value
     * @param recordTimestamp milliseconds since 1970; who uses {@code submittedAt} replaces one that is not
     *     {@linkplain ClaimedTime#isPossible possible}
     * @throws SchemaRegistryUnavailableException if the value's schema is unknown and the registry does not answer; the
     *     record may be valid, so try again
     */
    public Reading read(
            String topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers, long recordTimestamp) {
        if (key == null || key.length == 0) {
            return unreadable(UnreadableReason.KEY_MISSING, "The record has no key; it must be the resume's id");
        }
        if (value == null) {
            return forget(key);
        }
        Resume resume;
        try {
            resume = decoder.decode(topic, headers, value);
        } catch (NotJsonException e) {
            return unreadable(UnreadableReason.NOT_JSON, String.valueOf(e.getMessage()));
        } catch (SerializationException e) {
            return unreadable(UnreadableReason.NOT_AVRO, String.valueOf(e.getMessage()));
        }
        String id = resume.getResumeId().isEmpty() && ResumeDecoder.isJson(headers, value)
                ? new String(key, StandardCharsets.UTF_8)
                : resume.getResumeId();
        Unreadable wrong = checkId(id, key);
        return wrong == null ? judge(resume, id, recordTimestamp) : wrong;
    }

    /**
     * Reads a resume that did not come from a record.
     *
     * @param timestamp replaces a missing {@code submittedAt}; milliseconds since 1970
     */
    public Reading read(Resume resume, long timestamp) {
        String id = resume.getResumeId();
        Unreadable wrong = checkId(id, id.getBytes(StandardCharsets.UTF_8));
        return wrong == null ? judge(resume, id, timestamp) : wrong;
    }

    private static Reading forget(byte[] key) {
        String id = new String(key, StandardCharsets.UTF_8);
        if (!Arrays.equals(id.getBytes(StandardCharsets.UTF_8), key)) {
            return unreadable(UnreadableReason.KEY_MALFORMED, "The key of a record to forget is not UTF-8 text");
        }
        Unreadable wrong = checkId(id, key);
        return wrong == null ? new Forget(id) : wrong;
    }

    private static @Nullable Unreadable checkId(String id, byte[] key) {
        if (id.isBlank()) {
            return unreadable(UnreadableReason.ID_BLANK, "The resume's id is blank");
        }
        if (id.length() > MAX_ID_CHARS) {
            return unreadable(
                    UnreadableReason.ID_TOO_LONG,
                    "The resume's id has %d characters, more than %d".formatted(id.length(), MAX_ID_CHARS));
        }
        if (!Arrays.equals(id.getBytes(StandardCharsets.UTF_8), key)) {
            return unreadable(
                    UnreadableReason.KEY_MISMATCH,
                    "The record's key (%d bytes) is not the resume's id in UTF-8: %s".formatted(key.length, id));
        }
        return null;
    }

    private Reading judge(Resume resume, String id, long recordTimestamp) {
        boolean fromSkills = isWritten(resume.getSkills());
        String judged = fromSkills ? resume.getSkills() : resume.getText();
        if (!isWritten(judged)) {
            return unreadable(UnreadableReason.NOTHING_TO_JUDGE, "The resume has neither skills nor text");
        }
        if (judged.length() > maxTextChars) {
            return unreadable(
                    UnreadableReason.TEXT_TOO_LONG,
                    "The %s has %d characters, more than %d"
                            .formatted(fromSkills ? "skills field" : "text", judged.length(), maxTextChars));
        }
        ClaimedTime submitted = ClaimedTime.of(resume.getSubmittedAt(), recordTimestamp);
        return new Readable(
                new ReadableResume(id, judged, fromSkills, contentHash.of(judged, fromSkills), submitted.time()),
                submitted.finding());
    }

    private static boolean isWritten(@Nullable String text) {
        return text != null && !ContentHash.isBlank(text);
    }

    private static Unreadable unreadable(UnreadableReason reason, String message) {
        return new Unreadable(reason, message);
    }
}
