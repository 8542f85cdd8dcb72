package io.rolestream.engine.tokenizer;

/**
 * How texts are encoded.
 *
 * @param maxTokens the longest sequence, special tokens included (512 for RoBERTa), at least 8
 * @param maxChars how many characters of a text are read at most, at least {@code maxTokens}
 */
public record TokenizerOptions(int maxTokens, LongText longText, int maxChars) {
    /** A hundred pages of text. */
    public static final int DEFAULT_MAX_CHARS = 200_000;

    private static final int LEAST_TOKENS = 8;

    public TokenizerOptions {
        if (maxTokens < LEAST_TOKENS) {
            throw new IllegalArgumentException("maximum of tokens " + maxTokens + " is below " + LEAST_TOKENS);
        }
        if (maxChars < maxTokens) {
            throw new IllegalArgumentException(
                    "maximum of characters " + maxChars + " is below that of tokens, " + maxTokens);
        }
    }

    public static TokenizerOptions head(int maxTokens) {
        return new TokenizerOptions(maxTokens, LongText.head(), DEFAULT_MAX_CHARS);
    }

    public static TokenizerOptions windows(int maxTokens, int overlap, int maxWindows) {
        return new TokenizerOptions(maxTokens, LongText.windows(overlap, maxWindows), DEFAULT_MAX_CHARS);
    }
}
