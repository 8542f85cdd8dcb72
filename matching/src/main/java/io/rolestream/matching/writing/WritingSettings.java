package io.rolestream.matching.writing;

/**
 * How descriptions are written.
 *
 * @param maxTokens of a description, at least 1
 * @param temperature of the sampling; 0 always takes the most likely token
 * @param seed from which each resume's own seed follows
 */
public record WritingSettings(int maxTokens, float temperature, long seed) {
    public WritingSettings {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("a description needs at least 1 token, not " + maxTokens);
        }
        if (!(temperature >= 0) || Float.isInfinite(temperature)) {
            throw new IllegalArgumentException("the temperature must be 0 or more, not " + temperature);
        }
    }

    /** Up to 200 tokens, temperature 0.8, seed 1. */
    public static WritingSettings defaults() {
        return new WritingSettings(200, 0.8f, 1);
    }
}
