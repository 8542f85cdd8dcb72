package io.rolestream.engine.tokenizer.bpe;

/**
 * The distinct words as rows of symbols, which get shorter with each merge, and the number of times that each word
 * occurs.
 */
final class BpeWords {
    private final int[] symbols;
    private final int[] starts;
    private final int[] lengths;
    private final long[] counts;

    /** @param firstByte the id of the alphabet's first character */
    BpeWords(WordCounts words, int firstByte) {
        symbols = new int[words.totalBytes()];
        starts = new int[words.size()];
        lengths = new int[words.size()];
        counts = new long[words.size()];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = firstByte + ByteAlphabet.rank(words.byteAt(i));
        }
        for (int word = 0; word < starts.length; word++) {
            starts[word] = words.start(word);
            lengths[word] = words.end(word) - words.start(word);
            counts[word] = words.count(word);
        }
    }

    /** Receives the pairs that disappear and appear when symbols of a word merge. */
    interface Changes {
        void lost(long pair, long count);

        void gained(long pair, long count, int word);
    }

    int size() {
        return starts.length;
    }

    /** Reports all pairs of a word as gained. */
    void pairs(int word, Changes changes) {
        int end = starts[word] + lengths[word];
        for (int i = starts[word] + 1; i < end; i++) {
            changes.gained(PairCounts.pair(symbols[i - 1], symbols[i]), counts[word], word);
        }
    }

    /**
     * Puts one symbol for each occurrence of a pair in a word, from left to right. The pair itself is not reported as
     * lost.
     */
    void merge(int word, long pair, int merged, Changes changes) {
        int left = PairCounts.left(pair);
        int right = PairCounts.right(pair);
        long count = counts[word];
        int start = starts[word];
        int end = start + lengths[word];
        int from = start;
        int to = start;
        while (from < end) {
            if (symbols[from] != left || from + 1 == end || symbols[from + 1] != right) {
                symbols[to++] = symbols[from++];
                continue;
            }
            from += 2;
            if (to > start) {
                changes.lost(PairCounts.pair(symbols[to - 1], left), count);
                changes.gained(PairCounts.pair(symbols[to - 1], merged), count, word);
            }
            if (from < end) {
                changes.lost(PairCounts.pair(right, symbols[from]), count);
                changes.gained(PairCounts.pair(merged, symbols[from]), count, word);
            }
            symbols[to++] = merged;
        }
        lengths[word] = to - start;
    }
}
