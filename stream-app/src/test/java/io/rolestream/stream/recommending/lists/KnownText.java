package io.rolestream.stream.recommending.lists;

import io.rolestream.matching.profile.RoleBelief;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What people know of a resume or a posting: its latest text, label and generated description. */
record KnownText(
        String words,
        String hash,
        @Nullable Instant openUntil,
        @Nullable String labelledHash,
        @Nullable RoleBelief latestLabel,
        @Nullable String describedHash,
        @Nullable String latestDescription) {
    KnownText(String words, String hash, @Nullable Instant openUntil, @Nullable KnownText before) {
        this(
                words,
                hash,
                openUntil,
                before == null ? null : before.labelledHash,
                before == null ? null : before.latestLabel,
                before == null ? null : before.describedHash,
                before == null ? null : before.latestDescription);
    }

    KnownText withLabel(RoleBelief label) {
        return new KnownText(words, hash, openUntil, hash, label, describedHash, latestDescription);
    }

    KnownText withDescription(String description) {
        return new KnownText(words, hash, openUntil, labelledHash, latestLabel, hash, description);
    }

    /** The description of the present text; null or empty for none. */
    @Nullable
    String description() {
        return hash.equals(describedHash) ? latestDescription : null;
    }

    /** The label of the present text: one of an earlier text says nothing, unless that text returns. */
    @Nullable
    RoleBelief label() {
        return hash.equals(labelledHash) ? latestLabel : null;
    }
}
