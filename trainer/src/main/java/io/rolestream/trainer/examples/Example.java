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
        Instant submittedAt) {
    /**
     * The latest correction of a text, which gives it its answer.
     *
     * @param disputed whether another role was given to the same text under another id
     * @param drawnAtRandom whether anyone was asked about the text because it was drawn at random; only such
     *     corrections give an unbiased score
     */
    public record Correction(
            String role, String reviewer, Instant correctedAt, boolean disputed, boolean drawnAtRandom) {
        /** One correction alone, which nothing disputes. */
        public static Correction of(String role, String reviewer, Instant correctedAt, boolean drawnAtRandom) {
            return new Correction(role, reviewer, correctedAt, false, drawnAtRandom);
        }
    }

    /** The text of one resume, as the rules judged it. */
    public static Example of(String contentHash, String text, StoredRuleVote ruleVote, Instant submittedAt) {
        return new Example(contentHash, text, ruleVote, null, 1, submittedAt);
    }

    /** The side of the split that it is on. */
    public ExampleSplit split() {
        return ExampleSplit.of(contentHash);
    }

    /** Leaves out the text: it is personal. */
    @Override
    public String toString() {
        return "Example[contentHash=%s, chars=%d, ruleVote=%s, correction=%s, resumes=%d, submittedAt=%s]"
                .formatted(contentHash, text.length(), ruleVote, correction, resumes, submittedAt);
    }
}
