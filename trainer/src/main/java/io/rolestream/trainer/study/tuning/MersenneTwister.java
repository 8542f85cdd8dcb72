package io.rolestream.trainer.study.tuning;

/**
 * The generator MT19937 (Matsumoto and Nishimura, 1998), as numpy's {@code RandomState} seeds and uses it. For one
 * thread.
 */
final class MersenneTwister {
    private static final int SIZE = 624;
    private static final int SHIFT = 397;
    private static final int MATRIX = 0x9908b0df;
    private static final int UPPER = 0x80000000;
    private static final int LOWER = 0x7fffffff;
    private static final int MULTIPLIER = 1812433253;
    private static final long MAX_SEED = 0xffffffffL;

    private final int[] state = new int[SIZE];
    private int next = SIZE;

    /** @param seed from 0 to 2^32 - 1 */
    MersenneTwister(long seed) {
        if (seed < 0 || seed > MAX_SEED) {
            throw new IllegalArgumentException("the seed must be from 0 to " + MAX_SEED + ", not " + seed);
        }
        state[0] = (int) seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = MULTIPLIER * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /** 32 random bits. */
    int bits() {
        if (next == SIZE) {
            for (int i = 0; i < SIZE; i++) {
                int mixed = (state[i] & UPPER) | (state[(i + 1) % SIZE] & LOWER);
                state[i] = state[(i + SHIFT) % SIZE] ^ (mixed >>> 1) ^ ((mixed & 1) == 0 ? 0 : MATRIX);
            }
            next = 0;
        }
        int bits = state[next++];
        bits ^= bits >>> 11;
        bits ^= (bits << 7) & 0x9d2c5680;
        bits ^= (bits << 15) & 0xefc60000;
        return bits ^ (bits >>> 18);
    }

    /** From 0 to this, inclusive: draws as many bits as the greatest has, until they are not above it. */
    int upTo(int greatest) {
        if (greatest == 0) {
            return 0;
        }
        int mask = -1 >>> Integer.numberOfLeadingZeros(greatest);
        int value = bits() & mask;
        while (value > greatest) {
            value = bits() & mask;
        }
        return value;
    }

    /** The numbers from 0 to below the size in random order, as {@code RandomState.permutation} gives them. */
    int[] permutation(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        for (int i = size - 1; i > 0; i--) {
            int other = upTo(i);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        return order;
    }
}
