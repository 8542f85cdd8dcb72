package io.rolestream.trainer.examples;

/**
 * The progress in a partition.
 *
 * @param next the offset to read next
 * @param records number of usable records; fewer than offsets, because of transaction markers and compaction
 */
public record TopicProgress(long next, long records) {
    /** Transactions leave a mark for each of their partitions, and write at least a record there. */
    private static final double LEAST_DENSITY = 0.5;

    /**
     * About how many records came from an offset on: offsets, less the share that has so far held no records. At most
     * twice as many as there are, or half.
     *
     * @param offset where to count from; one that is beyond the next is of another topic of that name, so that all
     *     count
     */
    public long recordsSince(long offset) {
        if (offset > next) {
            return records;
        }
        double density = next == 0 ? 1 : Math.min(1, Math.max(LEAST_DENSITY, (double) records / next));
        return Math.round((next - offset) * density);
    }
}
