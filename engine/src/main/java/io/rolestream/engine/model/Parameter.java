package io.rolestream.engine.model;

import java.util.List;

/**
 * One array of a model's parameters.
 *
 * @param name what scripts call it, such as {@code layers.0.attention.output.weight}
 * @param tensors the names of its tensors in a checkpoint: one, or several that are stacked by rows
 * @param shape of the array
 * @param init how a new one begins
 * @param decays whether weight decay applies
 */
record Parameter(String name, List<String> tensors, List<Long> shape, Init init, boolean decays) {
    /** How a new parameter is filled. */
    enum Init {
        /**
         * Drawn from a normal distribution with the configuration's {@code initializer_range} as its standard
         * deviation.
         */
        NORMAL,
        ZERO,
        ONE
    }

    Parameter {
        tensors = List.copyOf(tensors);
        shape = List.copyOf(shape);
        if (shape.get(0) % tensors.size() != 0) {
            throw new IllegalArgumentException(shape.get(0) + " rows are not those of " + tensors.size() + " tensors");
        }
    }

    /** The number of rows of each of its tensors. */
    long tensorRows() {
        return shape.get(0) / tensors.size();
    }

    long[] tensorShape() {
        long[] result = shape.stream().mapToLong(Long::longValue).toArray();
        result[0] = tensorRows();
        return result;
    }

    /** The number of elements of each of its tensors. */
    long tensorElements() {
        return elements() / tensors.size();
    }

    long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
