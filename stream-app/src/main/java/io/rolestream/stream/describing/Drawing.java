package io.rolestream.stream.describing;

import io.rolestream.engine.model.generation.TokenSampling;
import io.rolestream.engine.task.GenerationOptions;
import java.util.Locale;

/**
 * How the tokens of a description are drawn.
 *
 * @param maxTokens the greatest length of a description, at least 1
 * @param temperature 0 for the most likely token each time; otherwise as {@link TokenSampling} has it
 * @param topP as {@link TokenSampling} has it
 */
public record Drawing(int maxTokens, double temperature, double topP) {
    private static final int SEED_DIGITS = 16;
    private static final int HEXADECIMAL = 16;

    /** A seed that follows from what is described, so that the same text is written again. */
    static long seed(String contentHash) {
        return Long.parseUnsignedLong(contentHash.substring(0, SEED_DIGITS), HEXADECIMAL);
    }

    /** The engine's options for one description. */
    GenerationOptions options(long seed) {
        GenerationOptions greedy = GenerationOptions.greedy(maxTokens + 1); // with the token that it begins with
        return temperature == 0
                ? greedy
                : greedy.withSampling(new TokenSampling((float) temperature, 0, (float) topP, seed));
    }

    /** As events have it. */
    String text() {
        return temperature == 0
                ? "max-tokens=%d greedy".formatted(maxTokens)
                : String.format(Locale.ROOT, "max-tokens=%d temperature=%s top-p=%s", maxTokens, temperature, topP);
    }
}
