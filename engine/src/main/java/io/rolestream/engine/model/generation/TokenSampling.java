package io.rolestream.engine.model.generation;

/**
 * How the tokens of an answer are chosen: drawn from the model's distribution after its logits are divided by a
 * temperature, all but the top-k tokens are dropped, and then all but the top-p. The order and the meaning are those of
 * the logits processors of Hugging Face's transformers.
 *
 * <p>Each token takes a random number that depends only on the seed and on the token's place in the answer. So the same
 * seed, prompt and model give the same answer, whatever else is in the batch, on one kind of machine and in one
 * precision. Logits of different batches differ by rounding, which seldom changes a token in FP32, and more often in 16
 * bits; INT8 scales a batch as a whole, so there an answer can depend on its batch. Different prompts with the same
 * seed take the same numbers; give each its own seed if their answers should be independent.
 *
 * @param temperature above 0 and finite; 1 is the model's own distribution, and less prefers likely tokens
 * @param topK how many of the most likely tokens are kept, with all that are as likely as the last of them. 0 keeps
 *     all; 1 always takes the most likely token, whatever the other values are
 * @param topP above 0 and at most 1: a token is kept if the more likely ones have less than this probability together;
 *     1 keeps all
 * @param seed of the random numbers
 */
public record TokenSampling(float temperature, int topK, float topP, long seed) {
    /** Always takes the most likely token. */
    public static final TokenSampling GREEDY = new TokenSampling(1, 1, 1, 0);

    /** An odd number near 2^64 divided by the golden ratio, as in SplitMix64. */
    private static final long STRIDE = 0x9e3779b97f4a7c15L;

    private static final int FLOAT_BITS = 24;

    public TokenSampling {
        if (!(temperature > 0) || Float.isInfinite(temperature)) {
            throw new IllegalArgumentException("the temperature must be finite and above 0, not " + temperature);
        }
        if (topK < 0) {
            throw new IllegalArgumentException("top-k must be at least 0, not " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top-p must be above 0 and at most 1, not " + topP);
        }
    }

    /** Draws from all tokens. */
    public static TokenSampling of(float temperature, long seed) {
        return new TokenSampling(temperature, 0, 1, seed);
    }

    public TokenSampling withSeed(long newSeed) {
        return new TokenSampling(temperature, topK, topP, newSeed);
    }

    /** Whether the most likely token is always taken. */
    public boolean isGreedy() {
        return topK == 1;
    }

    /**
     * The random number of a token, from 0 to below 1, by SplitMix64.
     *
     * @param step the token's place in the answer, from 0
     */
    float uniform(int step) {
        return (mix(mix(seed) + (step + 1) * STRIDE) >>> (Long.SIZE - FLOAT_BITS)) / (float) (1 << FLOAT_BITS);
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
