package io.rolestream.engine.tokenizer.bpe;

import java.util.Arrays;

/**
 * How often each pair of symbols occurs; an open-addressing table of primitives, since there are millions of pairs.
 * Pairs whose count dropped to zero are removed when the table grows.
 */
final class PairCounts {
    private static final long FREE = -1;

    private long[] pairs = freeSlots(1 << 16);
    private long[] counts = new long[1 << 16];
    private int used;

    /** A pair of symbols as one number, in the order of the pairs. */
    static long pair(int left, int right) {
        return ((long) left << 32) | right;
    }

    static int left(long pair) {
        return (int) (pair >>> 32);
    }

    static int right(long pair) {
        return (int) pair;
    }

    long get(long pair) {
        int slot = slot(pair);
        return pairs[slot] == FREE ? 0 : counts[slot];
    }

    void add(long pair, long change) {
        int slot = slot(pair);
        if (pairs[slot] == FREE) {
            pairs[slot] = pair;
            counts[slot] = 0;
            used++;
        }
        counts[slot] += change;
        if (used > pairs.length / 2) {
            grow();
        }
    }

    private void grow() {
        long[] oldPairs = pairs;
        long[] oldCounts = counts;
        int live = 0;
        for (int i = 0; i < oldPairs.length; i++) {
            if (oldPairs[i] != FREE && oldCounts[i] != 0) {
                live++;
            }
        }
        int length = live > oldPairs.length / 4 ? oldPairs.length * 2 : oldPairs.length;
        pairs = freeSlots(length);
        counts = new long[length];
        used = live;
        for (int i = 0; i < oldPairs.length; i++) {
            if (oldPairs[i] != FREE && oldCounts[i] != 0) {
                int slot = slot(oldPairs[i]);
                pairs[slot] = oldPairs[i];
                counts[slot] = oldCounts[i];
            }
        }
    }

    private int slot(long pair) {
        long mixed = pair * 0x9E3779B97F4A7C15L;
        int mask = pairs.length - 1;
        int slot = (int) (mixed >>> 32) & mask;
        while (pairs[slot] != FREE && pairs[slot] != pair) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static long[] freeSlots(int length) {
        long[] slots = new long[length];
        Arrays.fill(slots, FREE);
        return slots;
    }
}
