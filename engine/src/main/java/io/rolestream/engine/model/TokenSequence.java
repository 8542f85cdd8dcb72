package io.rolestream.engine.model;

import org.jspecify.annotations.Nullable;

/**
 * A model's input sequence, with special tokens and without padding. The arrays are not copied.
 *
 * @param ids of all tokens, at least one
 * @param types the token type of each (0 for the first text of a pair, 1 for the second); empty if all are 0
 * @param job what to compute, for models that compute several things; null for the usual one
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenSequence(
        int[] ids, int[] types, @Nullable AttachedJob job) {
    private static final int[] NO_TYPES = {};

    /** What a sequence asks of its model, beyond its tokens. */
    public interface AttachedJob {}

    public TokenSequence {
        if (ids.length == 0) {
            throw new IllegalArgumentException("a sequence without tokens");
        }
        if (types.length != 0 && types.length != ids.length) {
            throw new IllegalArgumentException(ids.length + " tokens with " + types.length + " token types");
        }
    }

    public TokenSequence(int[] ids, int[] types) {
        this(ids, types, null);
    }

    /** A sequence with a job, whose token types are all 0. */
    public static TokenSequence of(int[] ids, AttachedJob job) {
        return new TokenSequence(ids, NO_TYPES, job);
    }

    /** A sequence whose token types are all 0. */
    public static TokenSequence of(int... ids) {
        return new TokenSequence(ids, NO_TYPES);
    }

    public int length() {
        return ids.length;
    }

    boolean isTyped() {
        return types.length != 0;
    }
}
