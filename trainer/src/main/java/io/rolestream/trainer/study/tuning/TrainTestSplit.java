package io.rolestream.trainer.study.tuning;

import java.util.Arrays;

/**
 * The rows to train and to test on, from 0, in the order in which scikit-learn's {@code train_test_split} returns them.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TrainTestSplit(int[] train, int[] test) {
    public static final double TEST_SHARE = 0.2;
    public static final long SEED = 42;

    /** As {@code train_test_split(test_size=0.2, random_state=42)}. */
    public static TrainTestSplit of(int rows) {
        return of(rows, TEST_SHARE, SEED);
    }

    /**
     * As {@code train_test_split(test_size, random_state)} without {@code stratify}: the first rows of a permutation
     * are for the test, rounded up.
     *
     * @throws IllegalArgumentException if no row is left to train on
     */
    static TrainTestSplit of(int rows, double testShare, long seed) {
        int tested = (int) Math.ceil(testShare * rows);
        if (tested >= rows) {
            throw new IllegalArgumentException(
                    "with a test share of " + testShare + ", no row is left to train on of " + rows);
        }
        int[] order = new MersenneTwister(seed).permutation(rows);
        return new TrainTestSplit(Arrays.copyOfRange(order, tested, rows), Arrays.copyOf(order, tested));
    }
}
