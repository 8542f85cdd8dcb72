package io.rolestream.trainer.examples;

import io.rolestream.evaluation.split.ExampleSplit;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of a store.
 *
 * @param bySplit texts by the side of the split
 * @param byRuleset texts by the version of the rules that voted, most frequent first
 * @param submitted null if there are no resumes
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
     * @param byRole texts by the role voted for, most frequent first
     * @param abstained texts on which the rules abstain
     */
    public record Votes(Map<String, Long> byRole, long abstained) {}

    public record Period(Instant oldest, Instant newest) {}

    /**
     * Statistics of people's answers.
     *
     * @param texts distinct texts with a correction
     * @param disputed texts with answers for several roles; the latest counts
     * @param waiting corrections whose resume is missing or has another text
     * @param voted corrected texts with a vote of the rules
     * @param agreeing texts on which rules and people agree
     */
    public record Corrections(long texts, long disputed, long waiting, long voted, long agreeing) {}
}
