package io.rolestream.trainer.accumulator;

import io.rolestream.trainer.examples.Change;
import io.rolestream.trainer.examples.SourceRecord;

/**
 * Counts of records since the start of this process.
 *
 * @param examples texts with rule votes, including repeated ones
 * @param forgotten deleted resumes
 * @param corrections people's answers, and their withdrawals
 * @param unusable invalid records, which were skipped
 * @param dropped resumes beyond the retention
 */
public record AccumulatedCounts(long examples, long forgotten, long corrections, long unusable, long dropped) {
    static final AccumulatedCounts NONE = new AccumulatedCounts(0, 0, 0, 0, 0);

    AccumulatedCounts plus(Iterable<SourceRecord> records) {
        long newExamples = 0;
        long newForgotten = 0;
        long newCorrections = 0;
        long newUnusable = 0;
        for (SourceRecord record : records) {
            Change change = record.change();
            if (change == null) {
                newUnusable++;
            } else if (change instanceof Change.Judged) {
                newExamples++;
            } else if (change instanceof Change.Forgotten) {
                newForgotten++;
            } else if (change instanceof Change.Corrected || change instanceof Change.Withdrawn) {
                newCorrections++;
            } else {
                throw new AssertionError(change.getClass());
            }
        }
        return new AccumulatedCounts(
                examples + newExamples,
                forgotten + newForgotten,
                corrections + newCorrections,
                unusable + newUnusable,
                dropped);
    }

    AccumulatedCounts plusDropped(int resumes) {
        return new AccumulatedCounts(examples, forgotten, corrections, unusable, dropped + resumes);
    }
}
