package io.rolestream.stream.reconcile;

import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.state.AwaitingVote;
import io.rolestream.state.CurrentLabel;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a label needs to know of a resume's content; the text itself is not kept.
 *
 * @param offset offset of the newest record with this content
 * @param originalOffset offset of the resume's newest record that is not an old one sent again
 * @param ignoredOffset offset of the newest record that was ignored while this content was current, or -1
 * @param ruleVote null only if the content's label is final
 * @param excerpt the beginning of the text; null if excerpts are off
 * @param observed votes to be recorded with the label
 * @param observedBefore how many of them, the first ones, were recorded with an earlier label of this content
 */
record Content(
        String resumeId,
        String hash,
        long offset,
        long originalOffset,
        long ignoredOffset,
        @Nullable Vote ruleVote,
        @Nullable String excerpt,
        Instant submittedAt,
        List<Vote> observed,
        int observedBefore) {
    private static final long NONE_IGNORED = -1;

    static Content of(Incoming.Judged judged, long originalOffset, int excerptChars) {
        ReadableResume resume = judged.resume();
        return new Content(
                resume.resumeId(),
                resume.contentHash(),
                judged.offset(),
                originalOffset,
                NONE_IGNORED,
                judged.ruleVote(),
                excerptChars == 0 ? null : excerpt(resume.judgedText(), excerptChars),
                resume.submittedAt(),
                List.of(),
                0);
    }

    static Content of(String resumeId, AwaitingVote awaiting) {
        return new Content(
                resumeId,
                awaiting.getContentHash(),
                awaiting.getResumeOffset(),
                originalOffset(awaiting),
                awaiting.getIgnoredOffset(),
                awaiting.getRuleVote(),
                awaiting.getExcerpt(),
                awaiting.getSubmittedAt(),
                awaiting.getObservedVotes(),
                0);
    }

    static Content of(String resumeId, CurrentLabel label) {
        LabelledRole kept = label.getObservedLabel();
        List<Vote> observed = kept == null ? List.of() : kept.getObservedVotes();
        return new Content(
                resumeId,
                label.getContentHash(),
                label.getResumeOffset(),
                originalOffset(label),
                label.getIgnoredOffset(),
                label.getDegradedRuleVote(),
                null,
                label.getSubmittedAt(),
                observed,
                observed.size());
    }

    /** The same content with more votes to be recorded. */
    Content observing(List<Vote> votes) {
        if (votes.isEmpty()) {
            return this;
        }
        List<Vote> all = observed;
        for (Vote vote : votes) {
            all = Observing.with(all, vote);
        }
        return new Content(
                resumeId,
                hash,
                offset,
                originalOffset,
                ignoredOffset,
                ruleVote,
                excerpt,
                submittedAt,
                all,
                observedBefore);
    }

    AwaitingVote awaitingSince(Instant arrivedAt) {
        return new AwaitingVote(
                hash, offset, ruleVote, excerpt, submittedAt, arrivedAt, ignoredOffset, observed, originalOffset);
    }

    /** Of the newest record that is not an old one sent again. */
    static long originalOffset(AwaitingVote awaiting) {
        return awaiting.getOriginalOffset() < 0 ? awaiting.getResumeOffset() : awaiting.getOriginalOffset();
    }

    /** Of the newest record that is not an old one sent again. */
    static long originalOffset(CurrentLabel label) {
        return label.getOriginalOffset() < 0 ? label.getResumeOffset() : label.getOriginalOffset();
    }

    /** Cuts at a length without halving a surrogate pair. */
    private static String excerpt(String text, int chars) {
        if (text.length() <= chars) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars);
    }
}
