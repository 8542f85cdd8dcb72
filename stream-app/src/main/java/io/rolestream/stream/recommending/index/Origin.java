package io.rolestream.stream.recommending.index;

import java.time.Instant;

/**
 * Where a text was read.
 *
 * @param offset of its record
 * @param at the record's timestamp
 */
public record Origin(int partition, long offset, Instant at) {
    /**
     * Whether of two records of the same id in different partitions this one counts: the later one, then the higher
     * partition.
     */
    boolean overrides(Origin other) {
        int order = at.compareTo(other.at);
        return partition == other.partition || order > 0 || (order == 0 && partition > other.partition);
    }
}
