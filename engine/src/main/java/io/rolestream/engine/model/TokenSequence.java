package io.rolestream.engine.model;

import org.jspecify.annotations.Nullable;

/**
 * One sequence of tokens that a model reads, with its special tokens and without padding. The arrays are not copied.
 *
 * @param ids of all tokens, at least one
 * @param types the token type of each (0 for the first text of a pair, 1 for the second); null where all are 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenSequence(int[] ids, int @Nullable [] types) {
    public TokenSequence {
        if (ids.length == 0) {
            throw new IllegalArgumentException("a sequence without tokens");
        }
        if (types != null && types.length != ids.length) {
            throw new IllegalArgumentException(ids.length + " tokens with " + types.length + " token types");
        }
    }

    /** A sequence whose token types are all 0. */
    public static TokenSequence of(int... ids) {
        return new TokenSequence(ids, null);
    }

    /** The number of tokens. */
    public int length() {
        return ids.length;
    }
}
