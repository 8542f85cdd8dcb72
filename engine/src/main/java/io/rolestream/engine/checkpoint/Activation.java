package io.rolestream.engine.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The function between the two layers of a feed-forward block. */
public enum Activation {
    /** {@code x * Phi(x)} with the exact normal distribution function. */
    GELU,
    /** GELU approximated with tanh. */
    GELU_NEW,
    RELU;

    /** Its name in {@code config.json}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Activation of(String key) {
        if (key.equals("gelu_pytorch_tanh")) { // the same function, computed by PyTorch's own operator
            return GELU_NEW;
        }
        return Arrays.stream(values())
                .filter(a -> a.key().equals(key))
                .findFirst()
                .orElse(null);
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Activation::key).toList();
    }
}
