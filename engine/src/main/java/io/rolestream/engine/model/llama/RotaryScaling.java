package io.rolestream.engine.model.llama;

import io.rolestream.common.text.Quoted;
import io.rolestream.engine.checkpoint.ConfigKeys;

/**
 * How rotary positions are stretched for texts longer than a model was trained with at first.
 *
 * @param kind {@code default} (not at all), {@code linear} or {@code llama3}
 * @param factor by which waves become longer
 * @param low waves longer than {@code original / low} are stretched by the whole factor
 * @param high those shorter than {@code original / high} are not
 * @param original the longest text before
 */
record RotaryScaling(String kind, double factor, double low, double high, double original) {
    private static final String DEFAULT = "default";
    private static final String LINEAR = "linear";
    private static final String LLAMA = "llama3";
    private static final String FACTOR = "factor";
    private static final String LOW = "low_freq_factor";
    private static final String HIGH = "high_freq_factor";
    private static final String ORIGINAL = "original_max_position_embeddings";
    private static final int MAX_ORIGINAL = 1 << 24;

    /**
     * @param section the name of the keys, for messages
     * @param keys of {@code rope_scaling}
     */
    static RotaryScaling of(String section, ConfigKeys keys) {
        String kind = keys.text("rope_type");
        if (kind == null) {
            kind = keys.text("type"); // older files
        }
        if (kind == null || kind.equals(DEFAULT)) {
            return new RotaryScaling(DEFAULT, 1, 1, 2, 1);
        }
        double factor = positive(section, keys, FACTOR);
        return switch (kind) {
            case LINEAR -> new RotaryScaling(LINEAR, factor, 1, 2, 1);
            case LLAMA -> {
                double low = positive(section, keys, LOW);
                double high = positive(section, keys, HIGH);
                if (high <= low) {
                    throw new IllegalArgumentException(
                            section + ": " + HIGH + " must be above " + LOW + ", " + low + ", not " + high);
                }
                yield new RotaryScaling(LLAMA, factor, low, high, keys.integer(ORIGINAL, 1, MAX_ORIGINAL));
            }
            default ->
                throw new IllegalArgumentException(section + ": type " + Quoted.of(kind)
                        + " is not supported; known are " + DEFAULT + ", " + LINEAR + ", " + LLAMA);
        };
    }

    private static double positive(String section, ConfigKeys keys, String key) {
        double value = keys.decimal(key, 0);
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(section + ": " + key + " must be above 0, not " + value);
        }
        return value;
    }
}
