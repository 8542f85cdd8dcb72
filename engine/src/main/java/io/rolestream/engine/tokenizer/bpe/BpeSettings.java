package io.rolestream.engine.tokenizer.bpe;

import io.rolestream.engine.tokenizer.SpecialTokens;

/**
 * How a vocabulary is trained.
 *
 * @param vocabularySize the number of tokens, special tokens and bytes included, 261 to 1,000,000; there are fewer
 *     where the texts don't give that many
 * @param minimumFrequency the least number of times that a pair occurs to be merged, at least 1
 * @param addPrefixSpace whether a text is read as if a space stood before it, so that its first word is as any other
 * @param maxDistinctWords the number of distinct words that are counted at a time, at least 1,000; beyond it the rarest
 *     are forgotten
 */
public record BpeSettings(int vocabularySize, int minimumFrequency, boolean addPrefixSpace, int maxDistinctWords) {
    /** A pair that occurs once is chance. */
    public static final int DEFAULT_MINIMUM_FREQUENCY = 2;

    /** Some five times what 100 MB of English text has; training holds them in about 500 MB. */
    public static final int DEFAULT_MAX_DISTINCT_WORDS = 2_000_000;

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

    /** Settings for a vocabulary of a given size, as RoBERTa's own: pairs that occur twice, no prefix space. */
    public static BpeSettings ofSize(int vocabularySize) {
        return new BpeSettings(vocabularySize, DEFAULT_MINIMUM_FREQUENCY, false, DEFAULT_MAX_DISTINCT_WORDS);
    }

    public BpeSettings withPrefixSpace(boolean prefixSpace) {
        return new BpeSettings(vocabularySize, minimumFrequency, prefixSpace, maxDistinctWords);
    }
}
