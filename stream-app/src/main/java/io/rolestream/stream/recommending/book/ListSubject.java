package io.rolestream.stream.recommending.book;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a list is for: a resume, or a job.
 *
 * @param key where its list lies
 * @param offset of its record
 * @param contentHash of its content as it is matched
 * @param labelRevision of the label that is known for this content; 0 for none
 * @param awaitsLabel whether the label of its present content is not known yet
 * @param since when its record was written
 * @param description of the generated description that is known for this content, all that tells it from others; empty
 *     for none
 * @param awaitsDescription whether it is not known yet if there will be one
 * @param openUntil when a job closes; null if it stays open, and for resumes
 */
public record ListSubject(
        ListKey key,
        long offset,
        String contentHash,
        int labelRevision,
        boolean awaitsLabel,
        Instant since,
        String description,
        boolean awaitsDescription,
        @Nullable Instant openUntil) {
    /** A subject that gets no generated description. */
    public ListSubject(
            ListKey key,
            long offset,
            String contentHash,
            int labelRevision,
            boolean awaitsLabel,
            Instant since,
            @Nullable Instant openUntil) {
        this(key, offset, contentHash, labelRevision, awaitsLabel, since, "", false, openUntil);
    }

    /** The subject with what is known of its generated description. */
    public ListSubject withDescription(String known, boolean awaited) {
        return new ListSubject(key, offset, contentHash, labelRevision, awaitsLabel, since, known, awaited, openUntil);
    }

    /** Whether a job is open at a time. Resumes always are. */
    public boolean isOpen(Instant at) {
        return openUntil == null || at.isBefore(openUntil);
    }
}
