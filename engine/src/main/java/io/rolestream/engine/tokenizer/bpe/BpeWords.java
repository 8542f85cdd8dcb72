package io.rolestream.engine.tokenizer.bpe;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The distinct words as rows of symbols, which merges shorten, and how often each word occurs. */
final class BpeWords {
    private final int[][] symbols;
    private final int[] lengths;
    private final long[] counts;

    /** @param firstByte the id of the alphabet's first character */
    BpeWords(Map<String, long[]> words, int firstByte) {
        symbols = new int[words.size()][];
        lengths = new int[words.size()];
        counts = new long[words.size()];
        int word = 0;
        for (Map.Entry<String, long[]> entry : words.entrySet()) {
            byte[] bytes = entry.getKey().getBytes(StandardCharsets.UTF_8);
            symbols[word] = new int[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                symbols[word][i] = firstByte + ByteAlphabet.rank(bytes[i]);
            }
            lengths[word] = bytes.length;
            counts[word] = entry.getValue()[0];
            word++;
        }
    }

    /** Receives the pairs that disappear and appear when symbols of a word merge. */
    interface Changes {
        void lost(long pair, long count);

        void gained(long pair, long count, int word);
    }

    int size() {
        return symbols.length;
    }

    /** Reports all pairs of a word as gained. */
    void pairs(int word, Changes changes) {
        for (int i = 1; i < lengths[word]; i++) {
            changes.gained(PairCounts.pair(symbols[word][i - 1], symbols[word][i]), counts[word], word);
        }
    }

    /** Replaces each occurrence of a pair in a word, from left to right. The pair itself is not reported as lost. */
    void merge(int word, long pair, int merged, Changes changes) {
        int left = PairCounts.left(pair);
        int right = PairCounts.right(pair);
        long count = counts[word];
        int[] row = symbols[word];
        int end = lengths[word];
        int from = 0;
        int to = 0;
        while (from < end) {
            if (row[from] != left || from + 1 == end || row[from + 1] != right) {
                row[to++] = row[from++];
                continue;
            }
            from += 2;
            if (to > 0) {
                changes.lost(PairCounts.pair(row[to - 1], left), count);
                changes.gained(PairCounts.pair(row[to - 1], merged), count, word);
            }
            if (from < end) {
                changes.lost(PairCounts.pair(right, row[from]), count);
                changes.gained(PairCounts.pair(merged, row[from]), count, word);
            }
            row[to++] = merged;
        }
        lengths[word] = to;
    }
}
