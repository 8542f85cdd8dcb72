package io.rolestream.stream.relabel;

import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Numbers by resume id, for millions of resumes: it stores a 64-bit hash instead of the id, in 24 to 48 bytes. Two ids
 * with the same hash are treated as one; among ten million ids the probability of any such pair is 1 in 400,000.
 */
final class IdTable {
    /** No number. */
    static final long NONE = -1;

    private static final int INITIAL_SLOTS = 1 << 10;

    /** A hash and its number for each slot; a hash of 0 is a free slot. */
    private long[] slots = new long[2 * INITIAL_SLOTS];

    private int used;

    long get(byte[] id) {
        int slot = slotOf(hash(id), slots);
        return slots[slot] == 0 ? NONE : slots[slot + 1];
    }

    void put(byte[] id, long number) {
        long hash = hash(id);
        int slot = slotOf(hash, slots);
        if (slots[slot] == 0) {
            if (3L * (used + 1) > slots.length) { // two thirds of the slots
                grow();
                slot = slotOf(hash, slots);
            }
            slots[slot] = hash;
            used++;
        }
        slots[slot + 1] = number;
    }

    void remove(byte[] id) {
        int slot = slotOf(hash(id), slots);
        if (slots[slot] != 0) {
            slots[slot + 1] = NONE;
        }
    }

    /** All numbers, in no order. */
    LongStream numbers() {
        return IntStream.range(0, slots.length / 2)
                .filter(i -> slots[2 * i] != 0 && slots[2 * i + 1] != NONE)
                .mapToLong(i -> slots[2 * i + 1]);
    }

    private void grow() {
        long[] larger = new long[Math.multiplyExact(slots.length, 2)];
        for (int i = 0; i < slots.length; i += 2) {
            if (slots[i] != 0) {
                int slot = slotOf(slots[i], larger);
                larger[slot] = slots[i];
                larger[slot + 1] = slots[i + 1];
            }
        }
        slots = larger;
    }

    /** Index of the slot of a hash, or of the free slot for it. */
    private static int slotOf(long hash, long[] slots) {
        int mask = slots.length / 2 - 1;
        int slot = (int) hash & mask;
        while (slots[2 * slot] != 0 && slots[2 * slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return 2 * slot;
    }

    /** FNV-1a, finished as MurmurHash3 is, so that the low bits depend on all; never 0. */
    private static long hash(byte[] id) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : id) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }
}
