package io.rolestream.trainer.examples;

import io.rolestream.evaluation.split.ExampleSplit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A distinct text to train on.
 *
 * @param contentHash of the text with its white space normalised, 32 lower-case hexadecimal digits
 * @param resumes number of resumes with this text, at least 1
 * @param correction people's answer; null if there is none
 * @param submittedAt when the newest of these resumes was submitted
 */
public record Example(
        String contentHash,
        String text,
        StoredRuleVote ruleVote,
        @Nullable Correction correction,
        int resumes,
        Instant submittedAt,
        ExampleSplit split) {
    /**
     * The latest answer of a person.
     *
     * @param disputed whether another role was given to the same text under another id
     * @param drawnAtRandom whether anyone was asked about the text because it was drawn at random; only such answers
     *     give an unbiased score
     */
    public record Correction(
            String role, String reviewer, Instant correctedAt, boolean disputed, boolean drawnAtRandom) {}

    /** Leaves out the text: it is personal. */
    @Override
    public String toString() {
        return "Example[contentHash=%s, chars=%d, ruleVote=%s, correction=%s, resumes=%d, submittedAt=%s, split=%s]"
                .formatted(contentHash, text.length(), ruleVote, correction, resumes, submittedAt, split);
    }
}
