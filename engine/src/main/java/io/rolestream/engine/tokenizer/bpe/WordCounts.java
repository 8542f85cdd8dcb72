package io.rolestream.engine.tokenizer.bpe;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * How often each word occurs, in bounded memory.
 *
 * <p>When there are more distinct words than the bound, the rarest are forgotten: those that were counted once, then
 * twice, and so on until at most half of the bound is left (lossy counting). A forgotten word that returns starts again
 * at zero, so only words near the floor are undercounted, and those rarely decide a merge.
 */
final class WordCounts {
    /** Longer words (encoded blobs, ruled lines) are not counted: they teach nothing and slow down every merge. */
    private static final int MAX_WORD_BYTES = 1024;

    /** The mean length of words at which the characters, not the words, reach the bound. */
    private static final int CHARS_PER_WORD = 48;

    private final int maxWords;
    private final Map<String, long[]> counts = new HashMap<>();
    private long characters;
    private long forgotten;

    WordCounts(int maxWords) {
        this.maxWords = maxWords;
    }

    /** The count of each word, in an array of one element. */
    Map<String, long[]> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /** How many words were forgotten; one that was forgotten twice counts twice. */
    long forgotten() {
        return forgotten;
    }

    void add(String word) {
        long[] count = counts.get(word);
        if (count != null) {
            count[0]++;
        } else if (word.getBytes(StandardCharsets.UTF_8).length <= MAX_WORD_BYTES) {
            counts.put(word, new long[] {1});
            characters += word.length();
            if (counts.size() > maxWords || characters > (long) maxWords * CHARS_PER_WORD) {
                forgetRarest();
            }
        }
    }

    private void forgetRarest() {
        int before = counts.size();
        long floor = 0;
        while (counts.size() > maxWords / 2 || characters > (long) maxWords * CHARS_PER_WORD / 2) {
            long highest = ++floor;
            counts.values().removeIf(count -> count[0] <= highest);
            characters = counts.keySet().stream().mapToLong(String::length).sum();
        }
        forgotten += before - counts.size();
    }
}
