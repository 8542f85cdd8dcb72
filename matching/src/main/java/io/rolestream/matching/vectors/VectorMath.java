package io.rolestream.matching.vectors;

/** The one way in which scores of vectors are computed, so that they have the same bits wherever that is. */
public final class VectorMath {
    private static final double TOLERANCE = 0.01;

    private VectorMath() {}

    /** The dot product, summed in single precision in the order of the dimensions. */
    public static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /**
     * Checks a vector.
     *
     * @param owner whose vector it is, for the message
     * @param dimensions that it must have; 0 allows any number from 1
     * @throws IllegalArgumentException if it has another number, a value that is not finite, or a length other than 1
     */
    public static void check(float[] vector, String owner, int dimensions) {
        if (vector.length == 0 || (dimensions > 0 && vector.length != dimensions)) {
            throw new IllegalArgumentException("the vector of %s has %,d dimensions, the index has %,d"
                    .formatted(owner, vector.length, dimensions));
        }
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (!(Math.abs(squares - 1) <= TOLERANCE)) {
            throw new IllegalArgumentException(
                    "the vector of %s has length %s, not 1".formatted(owner, (float) Math.sqrt(squares)));
        }
    }
}
