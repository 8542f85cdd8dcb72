package io.rolestream.trainer.examples;

/**
 * The progress in a partition.
 *
 * @param next the offset to read next
 * @param records number of usable records; fewer than offsets, because of transaction markers and compaction
 */
public record TopicProgress(long next, long records) {
    /** Each transaction writes one marker and at least one record to its partitions. */
    private static final double LEAST_DENSITY = 0.5;

    /**
     * Estimates the number of records since an offset, at most twice or half the true number: offsets, less the share
     * that so far held no records.
     *
     * @param offset if beyond the next, it belongs to a former topic of that name, so all records count
     */
    public long recordsSince(long offset) {
        if (offset > next) {
            return records;
        }
        double density = next == 0 ? 1 : Math.min(1, Math.max(LEAST_DENSITY, (double) records / next));
        return Math.round((next - offset) * density);
    }
}
