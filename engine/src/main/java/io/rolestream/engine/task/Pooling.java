package io.rolestream.engine.task;

import io.rolestream.engine.model.Output;
import java.util.Locale;

/** How the vectors of a text's tokens become one. */
public enum Pooling {
    /** The vector of the first token, {@code [CLS]} or {@code <s>}. */
    FIRST(Output.FIRST_TOKEN),
    /** The mean of the vectors of all tokens, special tokens included. */
    MEAN(Output.MEAN);

    private final Output output;

    Pooling(Output output) {
        this.output = output;
    }

    Output output() {
        return output;
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
