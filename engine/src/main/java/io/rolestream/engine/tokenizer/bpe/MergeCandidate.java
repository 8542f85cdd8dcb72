package io.rolestream.engine.tokenizer.bpe;

import java.util.Arrays;

/**
 * A pair that may be merged: its last known count, and the words in which it arose. Most pairs arise in one word, so
 * the first word needs no array.
 */
final class MergeCandidate implements Comparable<MergeCandidate> {
    private static final int[] NO_MORE = {};

    private final long pair;
    private final int firstWord;
    private int[] moreWords = NO_MORE;
    private int more;
    private long count;

    MergeCandidate(long pair, int firstWord) {
        this.pair = pair;
        this.firstWord = firstWord;
    }

    long pair() {
        return pair;
    }

    long count() {
        return count;
    }

    void setCount(long count) {
        this.count = count;
    }

    int words() {
        return more + 1;
    }

    int word(int index) {
        return index == 0 ? firstWord : moreWords[index - 1];
    }

    /** Words are added in order, so a repeated word equals the last one. */
    void addWord(int word) {
        if (word == word(more)) {
            return;
        }
        if (more == moreWords.length) {
            moreWords = Arrays.copyOf(moreWords, Math.max(4, more + more / 2));
        }
        moreWords[more] = word;
        more++;
    }

    /** The most frequent pair first; of equally frequent ones the pair with the lowest ids. */
    @Override
    @SuppressWarnings("ComparableAndEquals")
    public int compareTo(MergeCandidate other) {
        return count != other.count ? Long.compare(other.count, count) : Long.compare(pair, other.pair);
    }
}
