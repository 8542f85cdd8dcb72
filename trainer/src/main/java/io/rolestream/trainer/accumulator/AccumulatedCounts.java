package io.rolestream.trainer.accumulator;

import io.rolestream.trainer.examples.Change;
import io.rolestream.trainer.examples.SourceRecord;
import java.util.List;

/**
 * Counts of records since the start of this process.
 *
 * @param examples texts with rule votes, including repeated ones
 * @param forgotten deleted resumes
 * @param corrections people's answers, and their withdrawals
 * @param unusable invalid records
 * @param dropped resumes beyond the retention
 */
public record AccumulatedCounts(long examples, long forgotten, long corrections, long unusable, long dropped) {
    static final AccumulatedCounts NONE = new AccumulatedCounts(0, 0, 0, 0, 0);

    AccumulatedCounts plus(List<SourceRecord> records) {
        return new AccumulatedCounts(
                examples + count(records, Change.Judged.class),
                forgotten + count(records, Change.Forgotten.class),
                corrections + count(records, Change.Corrected.class) + count(records, Change.Withdrawn.class),
                unusable
                        + records.stream()
                                .filter(record -> record.change() == null)
                                .count(),
                dropped);
    }

    private static long count(List<SourceRecord> records, Class<? extends Change> kind) {
        return records.stream()
                .map(SourceRecord::change)
                .filter(kind::isInstance)
                .count();
    }

    AccumulatedCounts plusDropped(int resumes) {
        return new AccumulatedCounts(examples, forgotten, corrections, unusable, dropped + resumes);
    }
}
