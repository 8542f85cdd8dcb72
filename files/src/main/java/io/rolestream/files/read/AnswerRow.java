package io.rolestream.files.read;

import io.rolestream.events.Selection;
import org.jspecify.annotations.Nullable;

/**
 * A person's answer. Blank values are null.
 *
 * @param role as written, maybe not in the taxonomy
 * @param selection UNKNOWN if the row does not say
 */
public record AnswerRow(
        long rowNumber,
        long line,
        String resumeId,
        String role,
        @Nullable String reviewer,
        @Nullable String note,
        Selection selection)
        implements Row {
    @Override
    public String id() {
        return resumeId;
    }
}
