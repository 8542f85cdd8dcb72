package io.rolestream.engine.safetensors;

import io.rolestream.common.text.Quoted;
import java.util.Arrays;

/**
 * What a safetensors header says about one tensor.
 *
 * @param shape its dimensions, outermost first, none negative; empty for a scalar
 * @param begin where its bytes start in the data section
 * @param end where they end, exclusive
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record TensorInfo(String name, DType dtype, long[] shape, long begin, long end) {
    public TensorInfo {
        shape = shape.clone();
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("offsets " + begin + " to " + end + " are not a range");
        }
        long bytes = bytes(dtype, shape);
        if (bytes != end - begin) {
            throw new IllegalArgumentException(dtype + " " + Arrays.toString(shape) + " takes " + bytes
                    + " bytes, but its offsets " + begin + " to " + end + " hold " + (end - begin));
        }
    }

    /**
     * @throws IllegalArgumentException if a dimension is negative or the size is not a whole number of bytes below 2^63
     */
    static long bytes(DType dtype, long[] shape) {
        try {
            long bits = Math.multiplyExact(elements(shape), (long) dtype.bits());
            if (bits % Byte.SIZE != 0) {
                throw new IllegalArgumentException(
                        dtype + " " + Arrays.toString(shape) + " is not a whole number of bytes");
            }
            return bits / Byte.SIZE;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("the size of " + dtype + " " + Arrays.toString(shape) + " overflows", e);
        }
    }

    private static long elements(long[] shape) {
        long product = 1;
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " has a negative dimension");
            }
            product = Math.multiplyExact(product, dimension);
        }
        return product;
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** The number of elements; 1 for a scalar. */
    public long elements() {
        return elements(shape);
    }

    public long bytes() {
        return end - begin;
    }

    @Override
    public String toString() {
        return Quoted.of(name) + " " + dtype + " " + Arrays.toString(shape) + " at " + begin + " to " + end;
    }
}
