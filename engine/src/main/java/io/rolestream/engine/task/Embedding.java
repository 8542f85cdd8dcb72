package io.rolestream.engine.task;

/**
 * A text as a vector.
 *
 * @param vector as wide as the model; the mean of a text's windows
 * @param cut whether part of the text was not read
 */
@SuppressWarnings("ArrayRecordComponent")
public record Embedding(float[] vector, boolean cut) {
    /** The same direction with length 1; a vector of zeros stays as it is. */
    Embedding normalized() {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(squares);
        if (length == 0) {
            return this;
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return new Embedding(unit, cut);
    }
}
