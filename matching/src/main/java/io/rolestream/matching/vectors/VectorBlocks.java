package io.rolestream.matching.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Vectors for an exact scan. They are stored in blocks of up to {@value #BLOCK}, and within a block by dimension: the
 * inner loop adds some dimensions of all vectors of a block, which the JIT compiler turns into vector instructions,
 * three to five times as fast as one vector after the other. Each score is still summed in the order of the dimensions,
 * as {@link VectorMath#dot} does, so that both have the same bits.
 */
public final class VectorBlocks {
    static final int BLOCK = 512;
    /** With fewer vectors wanted of a block, each is computed alone. */
    private static final int MIN_WANTED = 16;

    private final int dimensions;
    private final int[] owners;
    /** {@code [blocks][dimensions][vectors of the block]}. */
    private final float[][][] blocks;

    private VectorBlocks(int dimensions, int[] owners, float[][][] blocks) {
        this.dimensions = dimensions;
        this.owners = owners;
        this.blocks = blocks;
    }

    /** Takes a score of a vector's owner. */
    @FunctionalInterface
    public interface Sink {
        void accept(int owner, float score);
    }

    /** Collects the vectors. */
    public static final class Builder {
        private final int dimensions;
        private final List<float[][]> blocks = new ArrayList<>();
        private final List<float[]> open = new ArrayList<>(BLOCK);
        private int[] owners = new int[BLOCK];
        private int count;

        public Builder(int dimensions) {
            this.dimensions = dimensions;
        }

        public void add(int owner, float[] vector) {
            open.add(vector.clone());
            if (open.size() == BLOCK) {
                close();
            }
            if (count == owners.length) {
                owners = Arrays.copyOf(owners, 2 * count);
            }
            owners[count++] = owner;
        }

        private void close() {
            float[][] block = new float[dimensions][open.size()];
            for (int d = 0; d < dimensions; d++) {
                for (int i = 0; i < open.size(); i++) {
                    block[d][i] = open.get(i)[d];
                }
            }
            blocks.add(block);
            open.clear();
        }

        public VectorBlocks build() {
            if (!open.isEmpty()) {
                close();
            }
            return new VectorBlocks(dimensions, Arrays.copyOf(owners, count), blocks.toArray(new float[0][][]));
        }
    }

    public int dimensions() {
        return dimensions;
    }

    public int size() {
        return owners.length;
    }

    /** The bytes that the vectors occupy, without the arrays' headers. */
    public long bytes() {
        return (long) owners.length * (Float.BYTES * dimensions + Integer.BYTES);
    }

    /** The number of blocks. Several threads may scan at once, each other blocks. */
    public int blocks() {
        return blocks.length;
    }

    /** Computes the dot product of a query with the vectors of a block whose owners are wanted. */
    public void scan(int block, float[] query, IntPredicate wanted, Sink sink) {
        int first = block * BLOCK;
        int size = Math.min(BLOCK, owners.length - first);
        boolean[] marks = new boolean[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            marks[i] = wanted.test(owners[first + i]);
            count += marks[i] ? 1 : 0;
        }
        float[] sums = count < MIN_WANTED ? null : sums(query, blocks[block], size);
        for (int i = 0; i < size; i++) {
            if (marks[i]) {
                sink.accept(owners[first + i], sums == null ? sum(query, blocks[block], i) : sums[i]);
            }
        }
    }

    private static float[] sums(float[] query, float[][] block, int size) {
        float[] sums = new float[size];
        int d = 0;
        for (; d + 4 <= query.length; d += 4) {
            add(
                    sums,
                    query[d],
                    block[d],
                    query[d + 1],
                    block[d + 1],
                    query[d + 2],
                    block[d + 2],
                    query[d + 3],
                    block[d + 3]);
        }
        for (; d < query.length; d++) {
            add(sums, query[d], block[d]);
        }
        return sums;
    }

    private static void add(
            float[] sums, float q0, float[] d0, float q1, float[] d1, float q2, float[] d2, float q3, float[] d3) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = (((sums[i] + q0 * d0[i]) + q1 * d1[i]) + q2 * d2[i]) + q3 * d3[i];
        }
    }

    private static void add(float[] sums, float q, float[] d) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += q * d[i];
        }
    }

    private static float sum(float[] query, float[][] block, int i) {
        float sum = 0;
        for (int d = 0; d < query.length; d++) {
            sum += query[d] * block[d][i];
        }
        return sum;
    }
}
