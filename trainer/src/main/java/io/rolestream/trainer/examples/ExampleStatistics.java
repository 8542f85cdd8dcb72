package io.rolestream.trainer.examples;

import io.rolestream.evaluation.split.ExampleSplit;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds.
 *
 * @param texts distinct texts
 * @param resumes that have them
 * @param byRole texts by the role that the rules vote for, the commonest first
 * @param abstained texts that the rules abstain on
 * @param bySplit texts by the side of the split
 * @param byRuleset texts by the version of the rules that voted, the commonest first
 * @param oldest when the first of the resumes was handed in; null where there is none
 * @param newest when the last was
 * @param bytes on disk, the write-ahead log included
 */
public record ExampleStatistics(
        long texts,
        long resumes,
        Map<String, Long> byRole,
        long abstained,
        Map<ExampleSplit, Long> bySplit,
        Map<String, Long> byRuleset,
        Corrections corrections,
        @Nullable Instant oldest,
        @Nullable Instant newest,
        long bytes) {
    /**
     * What people said.
     *
     * @param texts distinct texts that a correction holds for
     * @param disputed texts of these that were given several roles; the latest counts
     * @param waiting corrections of a resume that is not there, or has another text
     * @param voted corrected texts that the rules vote on
     * @param agreeing texts of these for which rules and people name the same role
     */
    public record Corrections(long texts, long disputed, long waiting, long voted, long agreeing) {}
}
