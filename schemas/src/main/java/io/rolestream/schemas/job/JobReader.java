package io.rolestream.schemas.job;

import io.rolestream.events.Job;
import io.rolestream.schemas.reading.ClaimedTime;
import io.rolestream.schemas.reading.ClaimedTime.Finding;
import io.rolestream.schemas.reading.ContentHash;
import io.rolestream.schemas.reading.EventDecoder;
import io.rolestream.schemas.reading.KeyedReader;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.reading.Reading.Readable;
import io.rolestream.schemas.reading.Reading.Unreadable;
import io.rolestream.schemas.reading.UnreadableReason;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads, checks and normalises the records of {@code jobs}. All services use this class, so that a record that one
 * dead-letters is skipped by the others, and all match and hash the same posting.
 *
 * <p>The result depends only on the record, never on the clock. An instance is for one thread: it keeps a digest and a
 * buffer.
 */
public final class JobReader {
    /** Longest title, location or seniority, in UTF-16 code units. */
    public static final int MAX_LINE_CHARS = 1_000;

    private final KeyedReader<Job, ReadableJob> keyed;
    private final int maxTextChars;
    private final ContentHash contentHash = new ContentHash();

    /** @param maxTextChars longest description, and longest skills, in UTF-16 code units; positive */
    public JobReader(EventDecoder<Job> decoder, int maxTextChars) {
        if (maxTextChars < 1) {
            throw new IllegalArgumentException("The longest text must have at least one character: " + maxTextChars);
        }
        this.keyed = new KeyedReader<>(decoder, "job", Job::getJobId);
        this.maxTextChars = maxTextChars;
    }

    /**
     * Reads a record. JSON without a {@code jobId} gets the key's. A {@code postedAt} that is missing or
     * {@linkplain ClaimedTime cannot be} is replaced by the record's timestamp; an {@code openUntil} that cannot be, as
     * in the years 1 and 9999, is ignored, and the job stays open until it is deleted.
     *
     * @param headers of the record; one may name the schema of its value
     * @param recordTimestamp milliseconds since 1970; who uses {@code postedAt} replaces one that is not
     *     {@linkplain ClaimedTime#isPossible possible}
     * @throws SchemaRegistryUnavailableException if the value's schema is unknown and the registry does not answer; the
     *     record may be valid, so try again
     */
    public Reading<ReadableJob> read(
            String topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers, long recordTimestamp) {
        return keyed.read(topic, key, value, headers, (job, id) -> judge(job, id, recordTimestamp));
    }

    /**
     * Reads a job that did not come from a record.
     *
     * @param timestamp replaces a missing {@code postedAt}; milliseconds since 1970
     */
    public Reading<ReadableJob> read(Job job, long timestamp) {
        return keyed.read(job, (read, id) -> judge(read, id, timestamp));
    }

    private Reading<ReadableJob> judge(Job job, String id, long recordTimestamp) {
        String title = Objects.requireNonNullElse(written(job.getTitle()), "");
        String skills = written(job.getSkills());
        String description = written(job.getDescription());
        String location = written(job.getLocation());
        String seniority = written(job.getSeniority());
        if (skills == null && description == null) {
            return new Unreadable<>(UnreadableReason.NOTHING_TO_JUDGE, "The job has neither skills nor a description");
        }
        Unreadable<ReadableJob> tooLong = firstOf(
                KeyedReader.checkLength(title, "title", MAX_LINE_CHARS),
                KeyedReader.checkLength(skills, "skills field", maxTextChars),
                KeyedReader.checkLength(description, "description", maxTextChars),
                KeyedReader.checkLength(location, "location", MAX_LINE_CHARS),
                KeyedReader.checkLength(seniority, "seniority", MAX_LINE_CHARS));
        if (tooLong != null) {
            return tooLong;
        }
        ClaimedTime posted = ClaimedTime.of(job.getPostedAt(), recordTimestamp);
        ClaimedTime closes = ClaimedTime.deadline(job.getOpenUntil(), recordTimestamp);
        Instant openUntil = closes.finding().isUsable() ? closes.time() : null;
        String hash = contentHash.of(
                "job",
                title,
                Objects.requireNonNullElse(skills, ""),
                Objects.requireNonNullElse(description, ""),
                Objects.requireNonNullElse(location, ""),
                Objects.toString(job.getRemote(), ""),
                Objects.requireNonNullElse(seniority, ""),
                openUntil == null ? "" : Long.toString(openUntil.toEpochMilli()));
        Finding claimed =
                posted.finding().isUnusual() || !closes.finding().isUnusual() ? posted.finding() : closes.finding();
        return new Readable<>(
                new ReadableJob(
                        id,
                        title,
                        skills,
                        description,
                        location,
                        job.getRemote(),
                        seniority,
                        openUntil,
                        posted.time(),
                        hash),
                claimed);
    }

    private static @Nullable String written(@Nullable String text) {
        return ContentHash.isWritten(text) ? text : null;
    }

    @SafeVarargs
    private static @Nullable Unreadable<ReadableJob> firstOf(@Nullable Unreadable<ReadableJob>... problems) {
        for (Unreadable<ReadableJob> problem : problems) {
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }
}
