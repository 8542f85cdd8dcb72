package io.rolestream.engine.model;

import java.util.List;

/**
 * One array of a model's parameters.
 *
 * @param name in scripts, such as {@code layers.0.attention.output.weight}
 * @param tensors names of its tensors in a checkpoint: one, or several that are stacked by rows
 * @param init the initial values
 * @param decays whether weight decay applies
 */
record Parameter(String name, List<String> tensors, List<Long> shape, Init init, boolean decays) {
    private static final String WORDS = "embeddings.word";

    enum Init {
        /** Normally distributed with the configuration's {@code initializer_range} as its standard deviation. */
        NORMAL,
        /** Uniformly distributed up to 1 over the root of the number of columns, as PEFT's A. */
        UNIFORM,
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

    /** The same, with a prefix to its name and those of its tensors. */
    Parameter under(String prefix) {
        return new Parameter(prefix + name, tensors.stream().map(prefix::concat).toList(), shape, init, decays);
    }

    /** Whether it is a table of word embeddings, of which a token's id is the row. */
    boolean isWords() {
        return name.equals(WORDS) || name.endsWith("." + WORDS);
    }

    long tensorRows() {
        return shape.get(0) / tensors.size();
    }

    long[] tensorShape() {
        long[] result = shape.stream().mapToLong(Long::longValue).toArray();
        result[0] = tensorRows();
        return result;
    }

    long tensorElements() {
        return elements() / tensors.size();
    }

    long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
