package io.rolestream.engine.tokenizer.bpe;

import io.rolestream.engine.tokenizer.Utf8;
import java.util.Arrays;

/**
 * How often each word occurs, in bounded memory: an open-addressing table over words that lie, as UTF-8, in one byte
 * array.
 *
 * <p>When there are more distinct words than the bound, the rarest are forgotten: those that were counted once, then
 * twice, and so on until at most half of the bound is left (lossy counting). A word that comes back starts again at
 * zero, so only words near the floor are undercounted, and those rarely decide a merge. The same words in the same
 * order give the same counts.
 */
final class WordCounts {
    /**
     * Longer words (encoded blobs, ruled lines) are not counted: they teach nothing, and each merge would walk through
     * them.
     */
    static final int MAX_WORD_BYTES = 1024;

    /** The mean number of bytes a word may have before the bytes, and not the words, reach the bound. */
    private static final int BYTES_PER_WORD = 48;

    private static final int EMPTY = -1;

    private final int maxWords;
    private final byte[] word = new byte[MAX_WORD_BYTES];
    private byte[] bytes = new byte[1 << 16];
    private int[] starts = new int[1 << 12];
    private long[] counts = new long[1 << 12];
    private int[] table = emptyTable(1 << 13);
    private int size;
    private long forgotten;

    /** @param maxWords the number of distinct words that are kept */
    WordCounts(int maxWords) {
        this.maxWords = maxWords;
    }

    int size() {
        return size;
    }

    /**
     * The distinct words that were forgotten for lack of room; a word that came back and was forgotten again counts
     * again.
     */
    long forgotten() {
        return forgotten;
    }

    int start(int number) {
        return starts[number];
    }

    int end(int number) {
        return starts[number + 1];
    }

    long count(int number) {
        return counts[number];
    }

    /** A byte of the words' UTF-8. */
    byte byteAt(int index) {
        return bytes[index];
    }

    /** All the words' bytes together. */
    int totalBytes() {
        return starts[size];
    }

    /** Counts the word {@code text[start, end)}; an unpaired surrogate counts as U+FFFD. */
    void add(String text, int start, int end) {
        int length = Utf8.encode(text, start, end, word);
        if (length <= 0) {
            return;
        }
        int hash = hash(word, 0, length);
        int mask = table.length - 1;
        int slot = hash & mask;
        while (table[slot] != EMPTY) {
            int number = table[slot];
            if (isWord(number, length)) {
                counts[number]++;
                return;
            }
            slot = (slot + 1) & mask;
        }
        append(word, 0, length, 1);
        table[slot] = size - 1;
        if (size > maxWords || (long) totalBytes() > (long) maxWords * BYTES_PER_WORD) {
            forgetRarest();
        } else if (size > table.length / 2) {
            rehash(table.length * 2);
        }
    }

    private boolean isWord(int number, int length) {
        return Arrays.equals(bytes, starts[number], starts[number + 1], word, 0, length);
    }

    private void append(byte[] source, int from, int length, long count) {
        int start = starts[size];
        if (start + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(start + length, bytes.length + bytes.length / 2));
        }
        if (size + 2 > starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
            counts = Arrays.copyOf(counts, counts.length * 2);
        }
        System.arraycopy(source, from, bytes, start, length);
        counts[size] = count;
        size++;
        starts[size] = start + length;
    }

    private void forgetRarest() {
        int before = size;
        for (long floor = 1; size > maxWords / 2 || totalBytes() > (long) maxWords * BYTES_PER_WORD / 2; floor++) {
            keepAbove(floor);
        }
        forgotten += before - size;
        rehash(table.length);
    }

    private void keepAbove(long floor) {
        int words = size;
        int start = 0;
        size = 0;
        for (int number = 0; number < words; number++) {
            int end = starts[number + 1];
            if (counts[number] > floor) {
                append(bytes, start, end - start, counts[number]);
            }
            start = end;
        }
    }

    private void rehash(int length) {
        table = emptyTable(length);
        for (int number = 0; number < size; number++) {
            int slot = hash(bytes, starts[number], starts[number + 1]) & (length - 1);
            while (table[slot] != EMPTY) {
                slot = (slot + 1) & (length - 1);
            }
            table[slot] = number;
        }
    }

    private static int[] emptyTable(int length) {
        int[] table = new int[length];
        Arrays.fill(table, EMPTY);
        return table;
    }

    private static int hash(byte[] bytes, int start, int end) {
        int hash = 1;
        for (int i = start; i < end; i++) {
            hash = (hash ^ bytes[i]) * 0x01000193;
        }
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }
}
