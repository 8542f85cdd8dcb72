package io.rolestream.engine.safetensors;

import java.io.IOException;

/** Takes the values of a tensor, piece by piece. */
@FunctionalInterface
public interface FloatSink {
    /** Takes the first {@code count} values of an array that is reused for the next piece. */
    void accept(float[] values, int count) throws IOException;
}
