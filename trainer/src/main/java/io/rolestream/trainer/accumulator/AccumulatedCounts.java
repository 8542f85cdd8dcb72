package io.rolestream.trainer.accumulator;

import io.rolestream.trainer.examples.Change;
import io.rolestream.trainer.examples.SourceRecord;

/**
 * What was taken in since the start of this process.
 *
 * @param examples judged texts, repeated ones included
 * @param forgotten resumes
 * @param corrections corrections, and their withdrawals
 * @param unusable records that make no sense, which were passed over
 * @param dropped resumes that were not to be kept any longer
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
