package io.rolestream.engine.tokenizer.bpe;

import io.rolestream.engine.tokenizer.SpecialTokens;

/**
 * How a vocabulary is trained.
 *
 * @param vocabularySize the number of tokens with special tokens and bytes, 261 to 1,000,000; short texts give fewer
 * @param minimumFrequency how often a pair must occur to be merged, at least 1
 * @param addPrefixSpace whether each text is read with a space before it, so that its first word is like any other
 * @param maxDistinctWords how many distinct words are counted at a time, at least 1,000; beyond, the rarest are
 *     forgotten
 */
public record BpeSettings(int vocabularySize, int minimumFrequency, boolean addPrefixSpace, int maxDistinctWords) {
    private static final int DEFAULT_MINIMUM_FREQUENCY = 2;

    /** About five times the distinct words of 100 MB of English text; training takes about 400 MB for them. */
    private static final int DEFAULT_MAX_DISTINCT_WORDS = 2_000_000;

    private static final int SMALLEST_VOCABULARY = SpecialTokens.ALL.size() + ByteAlphabet.SIZE;
    private static final int LARGEST_VOCABULARY = 1_000_000;

    public BpeSettings {
        if (vocabularySize < SMALLEST_VOCABULARY || vocabularySize > LARGEST_VOCABULARY) {
            throw new IllegalArgumentException("vocabulary size " + vocabularySize + " is not between "
                    + SMALLEST_VOCABULARY + " and " + LARGEST_VOCABULARY);
        }
        if (minimumFrequency < 1) {
            throw new IllegalArgumentException("minimum frequency " + minimumFrequency + " is below 1");
        }
        if (maxDistinctWords < 1000 || maxDistinctWords > 20_000_000) {
            throw new IllegalArgumentException(
                    "maximum of distinct words " + maxDistinctWords + " is not between 1000 and 20000000");
        }
    }

    /** RoBERTa's settings: pairs that occur twice, no prefix space. */
    public static BpeSettings ofSize(int vocabularySize) {
        return new BpeSettings(vocabularySize, DEFAULT_MINIMUM_FREQUENCY, false, DEFAULT_MAX_DISTINCT_WORDS);
    }

    public BpeSettings withPrefixSpace(boolean prefixSpace) {
        return new BpeSettings(vocabularySize, minimumFrequency, prefixSpace, maxDistinctWords);
    }
}
