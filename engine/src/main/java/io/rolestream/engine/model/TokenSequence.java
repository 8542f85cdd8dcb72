package io.rolestream.engine.model;

/**
 * A model's input sequence, with special tokens and without padding. The arrays are not copied.
 *
 * @param ids of all tokens, at least one
 * @param types the token type of each (0 for the first text of a pair, 1 for the second); empty if all are 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenSequence(int[] ids, int[] types) {
    private static final int[] NO_TYPES = {};

    public TokenSequence {
        if (ids.length == 0) {
            throw new IllegalArgumentException("a sequence without tokens");
        }
        if (types.length != 0 && types.length != ids.length) {
            throw new IllegalArgumentException(ids.length + " tokens with " + types.length + " token types");
        }
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
