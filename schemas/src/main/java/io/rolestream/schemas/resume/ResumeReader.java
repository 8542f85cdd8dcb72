package io.rolestream.schemas.resume;

import io.rolestream.events.Resume;
import io.rolestream.schemas.reading.ClaimedTime;
import io.rolestream.schemas.reading.ContentHash;
import io.rolestream.schemas.reading.EventDecoder;
import io.rolestream.schemas.reading.KeyedReader;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.reading.Reading.Readable;
import io.rolestream.schemas.reading.Reading.Unreadable;
import io.rolestream.schemas.reading.UnreadableReason;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.util.Objects;
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
    public static final int MAX_ID_CHARS = KeyedReader.MAX_ID_CHARS;
    /** Longest judged text unless configured otherwise, in UTF-16 code units. */
    public static final int DEFAULT_MAX_TEXT_CHARS = 250_000;

    private static final String NOUN = "resume";

    private final KeyedReader<Resume, ReadableResume> keyed;
    private final int maxTextChars;
    private final JudgedPart judgedPart;
    private final ContentHash contentHash = new ContentHash();

    /** A reader of both formats, with the usual limit. */
    public ResumeReader(SchemaRegistry registry) {
        this(new EventDecoder<>(Resume.class, registry), DEFAULT_MAX_TEXT_CHARS);
    }

    /**
     * A reader of the skills, or the text where there are none.
     *
     * @param maxTextChars longest judged text, in UTF-16 code units; positive
     */
    public ResumeReader(EventDecoder<Resume> decoder, int maxTextChars) {
        this(decoder, maxTextChars, JudgedPart.SKILLS);
    }

    /** @param maxTextChars longest judged text, in UTF-16 code units; positive */
    public ResumeReader(EventDecoder<Resume> decoder, int maxTextChars, JudgedPart judgedPart) {
        if (maxTextChars < 1) {
            throw new IllegalArgumentException("The longest text must have at least one character: " + maxTextChars);
        }
        this.keyed = new KeyedReader<>(decoder, NOUN, Resume::getResumeId);
        this.maxTextChars = maxTextChars;
        this.judgedPart = judgedPart;
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
    public Reading<ReadableResume> read(
            String topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers, long recordTimestamp) {
        return keyed.read(topic, key, value, headers, (resume, id) -> judge(resume, id, recordTimestamp));
    }

    /**
     * Reads a resume that did not come from a record.
     *
     * @param timestamp replaces a missing {@code submittedAt}; milliseconds since 1970
     */
    public Reading<ReadableResume> read(Resume resume, long timestamp) {
        return keyed.read(resume, (read, id) -> judge(read, id, timestamp));
    }

    /**
     * Reads a resume that no reader of records is at hand for, such as one in a request.
     *
     * @param timestamp replaces a missing {@code submittedAt}; milliseconds since 1970
     * @param maxTextChars longest judged text, in UTF-16 code units; positive
     * @param judgedPart which part is judged
     */
    public static Reading<ReadableResume> readEvent(
            Resume resume, long timestamp, int maxTextChars, JudgedPart judgedPart) {
        Unreadable<ReadableResume> wrong = KeyedReader.checkId(resume.getResumeId(), NOUN);
        return wrong == null
                ? judge(resume, resume.getResumeId(), timestamp, maxTextChars, judgedPart, new ContentHash())
                : wrong;
    }

    private Reading<ReadableResume> judge(Resume resume, String id, long recordTimestamp) {
        return judge(resume, id, recordTimestamp, maxTextChars, judgedPart, contentHash);
    }

    private static Reading<ReadableResume> judge(
            Resume resume,
            String id,
            long recordTimestamp,
            int maxTextChars,
            JudgedPart judgedPart,
            ContentHash contentHash) {
        String skills = Objects.requireNonNullElse(resume.getSkills(), "");
        String text = Objects.requireNonNullElse(resume.getText(), "");
        JudgedPart part = judgedPart.of(skills, text);
        if (part == null) {
            return new Unreadable<>(UnreadableReason.NOTHING_TO_JUDGE, "The resume has neither skills nor text");
        }
        String judged = switch (part) {
            case SKILLS -> skills;
            case TEXT -> text;
            case BOTH -> skills + "\n" + text;
        };
        Unreadable<ReadableResume> tooLong = KeyedReader.checkLength(judged, field(part), maxTextChars);
        if (tooLong != null) {
            return tooLong;
        }
        ClaimedTime submitted = ClaimedTime.of(resume.getSubmittedAt(), recordTimestamp);
        String hash = contentHash.of(
                part.toString(), part == JudgedPart.BOTH ? new String[] {skills, text} : new String[] {judged});
        return new Readable<>(
                new ReadableResume(id, judged, part == JudgedPart.SKILLS, hash, submitted.time()), submitted.finding());
    }

    private static String field(JudgedPart part) {
        return switch (part) {
            case SKILLS -> "skills field";
            case TEXT -> "text";
            case BOTH -> "text with the skills";
        };
    }
}
