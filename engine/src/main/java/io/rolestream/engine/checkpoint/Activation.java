package io.rolestream.engine.checkpoint;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The function between the two layers of a feed-forward block. */
public enum Activation {
    /** {@code x * Phi(x)}, with the exact normal distribution function. */
    GELU("gelu"),
    /** GELU by its approximation with tanh. */
    GELU_NEW("gelu_new"),
    RELU("relu");

    private final String key;

    Activation(String key) {
        this.key = key;
    }

    /** What {@code config.json} calls it. */
    public String key() {
        return key;
    }

    static @Nullable Activation of(String key) {
        return Arrays.stream(values())
                .filter(a -> a.key.equals(key))
                .findFirst()
                .orElse(null);
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Activation::key).toList();
    }
}
