package io.rolestream.engine.model;

import java.util.List;

/**
 * A parameter as the model holds it: tensors of a checkpoint one below the other (query, key and value are computed as one).
 *
 * @param tensors the names in a checkpoint of Hugging Face, from the top
 * @param shape its dimensions; the tensors divide the first equally
 * @param init how it begins where no checkpoint has it
 * @param decays whether weight decay applies: to weights, but not to biases and layer norms
 */
record Parameter(List<String> tensors, List<Long> shape, Init init, boolean decays) {
    /** How a new parameter is filled. */
    enum Init {
        /** Drawn from a normal distribution with the configuration's {@code initializer_range} as its standard deviation. */
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

    static Parameter weight(long rows, long columns, String... tensors) {
        return new Parameter(List.of(tensors), List.of(rows, columns), Init.NORMAL, true);
    }

    static Parameter bias(long size, String... tensors) {
        return new Parameter(List.of(tensors), List.of(size), Init.ZERO, false);
    }

    static Parameter normWeight(long size, String tensor) {
        return new Parameter(List.of(tensor), List.of(size), Init.ONE, false);
    }

    /** The shape of each of its tensors. */
    long[] tensorShape() {
        long[] result = shape.stream().mapToLong(Long::longValue).toArray();
        result[0] /= tensors.size();
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
