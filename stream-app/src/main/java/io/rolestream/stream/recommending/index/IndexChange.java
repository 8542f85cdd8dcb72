package io.rolestream.stream.recommending.index;

import io.rolestream.matching.profile.Side;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A change of what is indexed.
 *
 * @param id of the resume, or of the job
 * @param partition that its record is in
 * @param trigger the record that it came of; null for the passing of time
 */
public record IndexChange(
        Side side,
        String id,
        int partition,
        Kind kind,
        @Nullable Trigger trigger) {
    /**
     * A record, as far as traces continue from it.
     *
     * @param timestamp milliseconds since 1970
     */
    public record Trigger(Headers headers, long timestamp) {}

    /** A change that no record is known for. */
    public IndexChange(Side side, String id, int partition, Kind kind) {
        this(side, id, partition, kind, null);
    }

    IndexChange by(Trigger record) {
        return new IndexChange(side, id, partition, kind, record);
    }

    /** What happened. */
    public enum Kind {
        /** It can be found now, and could not before. */
        ADDED,
        /** It can be found with another content, or another label. */
        CHANGED,
        /** It has a new content, or is new, and cannot be found by that before its label comes. */
        WAITS,
        /** Its generated description is new, has changed, or is gone; it is found as before. */
        DESCRIBED,
        /** It cannot be found any more. */
        GONE
    }
}
