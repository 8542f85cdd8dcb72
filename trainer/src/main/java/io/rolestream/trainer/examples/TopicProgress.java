package io.rolestream.trainer.examples;

/**
 * How far a partition was read.
 *
 * @param next the offset to read next
 * @param records how many usable records were taken in; fewer than offsets, of which transactions and compaction take some
 */
public record TopicProgress(long next, long records) {
    /** Transactions leave a mark for each of their partitions, and write at least a record there. */
    private static final double LEAST_DENSITY = 0.5;

    /**
     * About how many records came from an offset on: offsets, less the share that has so far held no records. At most twice as many as
     * there are, or half.
     *
     * @param offset where to count from; one that is beyond the next is of another topic of that name, so that all count
     */
    public long recordsSince(long offset) {
        if (offset > next) {
            return records;
        }
        double density = next == 0 ? 1 : Math.min(1, Math.max(LEAST_DENSITY, (double) records / next));
        return Math.round((next - offset) * density);
    }
}
