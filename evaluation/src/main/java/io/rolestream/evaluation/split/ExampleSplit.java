package io.rolestream.evaluation.split;

import io.rolestream.common.text.Keyed;
import java.util.HexFormat;

/**
 * The sides of the split. The side depends only on the content hash, so it never changes between versions, trainers or
 * restarts, and the same text under two ids is never on two sides.
 */
public enum ExampleSplit implements Keyed {
    TRAIN,
    VALIDATION,
    TEST;

    /** In percent; the rest is for the test. */
    private static final int TRAIN_PERCENT = 80;

    private static final int VALIDATION_PERCENT = 10;
    private static final int HEX_DIGITS = 8;

    /**
     * @param contentHash 32 hexadecimal digits, which are uniform, so the shares hold
     * @throws IllegalArgumentException if it is not a content hash
     */
    public static ExampleSplit of(String contentHash) {
        if (contentHash.length() < HEX_DIGITS) {
            throw new IllegalArgumentException("not a content hash: " + contentHash);
        }
        long bucket = Integer.toUnsignedLong(HexFormat.fromHexDigits(contentHash, 0, HEX_DIGITS)) % 100;
        if (bucket < TRAIN_PERCENT) {
            return TRAIN;
        }
        return bucket < TRAIN_PERCENT + VALIDATION_PERCENT ? VALIDATION : TEST;
    }
}
