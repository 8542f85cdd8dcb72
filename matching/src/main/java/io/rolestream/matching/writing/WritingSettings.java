package io.rolestream.matching.writing;

import io.rolestream.engine.model.generation.TokenSampling;
import io.rolestream.engine.task.GenerationOptions;
import java.util.Locale;

/**
 * How descriptions are written.
 *
 * @param maxTokens of a description, at least 1
 * @param temperature of the sampling; 0 always takes the most likely token
 * @param topP draws only from the most likely tokens that have this probability together; 1 from all
 * @param seed from which each resume's own seed follows
 */
public record WritingSettings(int maxTokens, float temperature, float topP, long seed) {
    public WritingSettings {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("a description needs at least 1 token, not " + maxTokens);
        }
        if (!(temperature >= 0) || Float.isInfinite(temperature)) {
            throw new IllegalArgumentException("the temperature must be 0 or more, not " + temperature);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top-p must be above 0 and at most 1, not " + topP);
        }
    }

    /** Up to 200 tokens, temperature 0.8, drawn from all tokens, seed 1: what the gate judges. */
    public static WritingSettings defaults() {
        return new WritingSettings(200, 0.8f, 1, 1);
    }

    /** The length that a model generates: that of a description, and the token that an answer begins with. */
    int length() {
        return maxTokens + 1;
    }

    /** The engine's options for one description. */
    GenerationOptions options(long drawn) {
        GenerationOptions greedy = GenerationOptions.greedy(length());
        return temperature == 0 ? greedy : greedy.withSampling(new TokenSampling(temperature, 0, topP, drawn));
    }

    /** As events have it. */
    public String text() {
        return temperature == 0
                ? "max-tokens=%d greedy".formatted(maxTokens)
                : String.format(Locale.ROOT, "max-tokens=%d temperature=%s top-p=%s", maxTokens, temperature, topP);
    }
}
