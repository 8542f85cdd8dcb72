package io.rolestream.trainer.examples;

import io.rolestream.evaluation.split.ExampleSplit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A distinct text to train on.
 *
 * @param contentHash of the text with normalised white space, 32 lower-case hexadecimal digits
 * @param resumes number of resumes with this text, at least 1
 * @param submittedAt when the newest of these resumes was submitted
 */
public record Example(
        String contentHash,
        String text,
        StoredRuleVote ruleVote,
        @Nullable Correction correction,
        int resumes,
        Instant submittedAt) {
    /**
     * The latest correction of a text.
     *
     * @param disputed whether another role was given to the same text under another id
     * @param drawnAtRandom whether any answer was requested because the text was drawn at random; only such corrections
     *     give an unbiased score
     */
    public record Correction(
            String role, String reviewer, Instant correctedAt, boolean disputed, boolean drawnAtRandom) {
        /** A single, undisputed correction. */
        public static Correction of(String role, String reviewer, Instant correctedAt, boolean drawnAtRandom) {
            return new Correction(role, reviewer, correctedAt, false, drawnAtRandom);
        }
    }

    /** The text of one resume, without a correction. */
    public static Example of(String contentHash, String text, StoredRuleVote ruleVote, Instant submittedAt) {
        return new Example(contentHash, text, ruleVote, null, 1, submittedAt);
    }

    public ExampleSplit split() {
        return ExampleSplit.of(contentHash);
    }

    /** Omits the text, which is personal. */
    @Override
    public String toString() {
        return "Example[contentHash=%s, chars=%d, ruleVote=%s, correction=%s, resumes=%d, submittedAt=%s]"
                .formatted(contentHash, text.length(), ruleVote, correction, resumes, submittedAt);
    }
}
