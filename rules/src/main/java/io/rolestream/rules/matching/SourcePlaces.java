package io.rolestream.rules.matching;

import java.util.Arrays;

/**
 * Where each character of a rewritten text was read. Almost all characters are copied one by one, so what is kept is
 * where such runs begin, and the places of the others. For one thread.
 */
final class SourcePlaces {
    /** In place of an end: characters from here on were copied one by one. */
    private static final int RUN = -1;

    private int[] indexes = new int[16];
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int size;

    /** Adds a character behind all others, or a run of characters that begins with it. */
    void add(int index, int start, int end) {
        boolean copied = end == start + 1;
        int last = size - 1;
        boolean continues =
                copied && last >= 0 && ends[last] == RUN && index - indexes[last] == start - starts[last];
        if (!continues) {
            push(index, start, copied ? RUN : end);
        }
    }

    private void push(int index, int start, int end) {
        if (size == indexes.length) {
            indexes = Arrays.copyOf(indexes, 2 * size);
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        indexes[size] = index;
        starts[size] = start;
        ends[size++] = end;
    }

    /** Removes the characters from a place on. */
    void removeFrom(int index) {
        while (size > 0 && indexes[size - 1] >= index) {
            size--;
        }
    }

    /** Makes the last character end at another place. */
    void endLastAt(int index, int end) {
        int start = start(index);
        removeFrom(index);
        push(index, start, end);
    }

    /** Where a character starts in the original. */
    int start(int index) {
        int place = placeOf(index);
        return ends[place] == RUN ? starts[place] + index - indexes[place] : starts[place];
    }

    /** Where a character ends in the original, exclusive. */
    int end(int index) {
        int place = placeOf(index);
        return ends[place] == RUN ? starts[place] + index - indexes[place] + 1 : ends[place];
    }

    private int placeOf(int index) {
        int found = Arrays.binarySearch(indexes, 0, size, index);
        return found < 0 ? -found - 2 : found;
    }
}
