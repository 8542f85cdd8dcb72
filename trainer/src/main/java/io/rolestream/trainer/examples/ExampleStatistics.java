package io.rolestream.trainer.examples;

import io.rolestream.evaluation.split.ExampleSplit;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of a store.
 *
 * @param texts distinct texts
 * @param resumes with these texts
 * @param bySplit texts by the side of the split
 * @param byRuleset texts by the version of the rules that voted, most frequent first
 * @param submitted when the first and the last of the resumes were; null if there is none
 * @param bytes on disk, including the write-ahead log
 */
public record ExampleStatistics(
        long texts,
        long resumes,
        Votes votes,
        Map<ExampleSplit, Long> bySplit,
        Map<String, Long> byRuleset,
        Corrections corrections,
        @Nullable Period submitted,
        long bytes) {
    /**
     * The rules' votes.
     *
     * @param byRole texts by the role that they vote for, the commonest first
     * @param abstained texts that they abstain on
     */
    public record Votes(Map<String, Long> byRole, long abstained) {}

    /** The first instant and the last. */
    public record Period(Instant oldest, Instant newest) {}

    /**
     * Statistics of people's answers.
     *
     * @param texts distinct texts with a correction
     * @param disputed texts of these with answers for several roles; the latest counts
     * @param waiting corrections whose resume is missing or has another text
     * @param voted corrected texts with a vote of the rules
     * @param agreeing texts of these on which rules and people agree
     */
    public record Corrections(long texts, long disputed, long waiting, long voted, long agreeing) {}
}
