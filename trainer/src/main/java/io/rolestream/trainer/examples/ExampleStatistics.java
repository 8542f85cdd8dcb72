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
 * @param votes the rules' votes on the texts
 * @param bySplit texts by the side of the split
 * @param byRuleset texts by the version of the rules that voted, the commonest first
 * @param submitted when the resumes were handed in; null where there is none
 * @param bytes on disk, the write-ahead log included
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
