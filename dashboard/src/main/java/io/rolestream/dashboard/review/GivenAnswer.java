package io.rolestream.dashboard.review;

import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Selection;
import org.jspecify.annotations.Nullable;

/**
 * A person's answer.
 *
 * @param contentHash of the text it is about; null for any text
 * @param at when it was given, milliseconds since 1970
 */
record GivenAnswer(
        String resumeId,
        @Nullable String contentHash,
        String role,
        String reviewer,
        @Nullable String note,
        Selection selection,
        long at) {
    static GivenAnswer of(RoleCorrection correction) {
        return new GivenAnswer(
                correction.getResumeId(),
                correction.getContentHash(),
                correction.getRole(),
                correction.getReviewer(),
                correction.getNote(),
                correction.getSelection(),
                correction.getCorrectedAt().toEpochMilli());
    }

    boolean isAbout(String hash) {
        return contentHash == null || contentHash.equals(hash);
    }
}
