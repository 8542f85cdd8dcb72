package io.rolestream.engine.safetensors;

import java.io.IOException;

/** Takes the values of a tensor, piece by piece. */
@FunctionalInterface
public interface FloatSink {
    /**
     * Takes the next values.
     *
     * @param values the array that holds them; it is used again for the next piece
     * @param count how many of it count, from index 0, at least 1
     */
    void accept(float[] values, int count) throws IOException;
}
