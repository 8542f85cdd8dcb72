package io.rolestream.matching.profile;

import io.rolestream.engine.batching.Rows;

/**
 * How probable each role is. Not copied: do not modify the array.
 *
 * @param probabilities {@code [roles]} in the taxonomy's order, summing to 1; empty if nothing is known
 */
@SuppressWarnings("ArrayRecordComponent")
public record RoleBelief(float[] probabilities) {
    private static final RoleBelief UNKNOWN = new RoleBelief(new float[0]);

    public static RoleBelief unknown() {
        return UNKNOWN;
    }

    public boolean isKnown() {
        return probabilities.length > 0;
    }

    /** Whether some role is more probable than another; false where nothing is known and where no rule matched. */
    public boolean isInformed() {
        for (float probability : probabilities) {
            if (probability != probabilities[0]) {
                return true;
            }
        }
        return false;
    }

    /** The index of the most probable role, the first of equals. */
    public int role() {
        return Rows.argmax(probabilities);
    }
}
