package io.rolestream.matching.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Vectors for a scan, rounded to 16 bits. It finds those whose exact scores are worth computing: a rounded score is
 * within {@link #tolerance} of {@link VectorMath#dot}.
 *
 * <p>They are stored in blocks of up to {@value #BLOCK}, and within a block by pairs of dimensions: the inner loop adds
 * two dimensions of all vectors of a block, which the JIT compiler turns into one instruction for many vectors.
 */
public final class VectorBlocks {
    static final int BLOCK = 1024;
    /** Vectors of length 1, to a hundredth, stay within 16 bits, and their dot product within 32. */
    static final float SCALE = Short.MAX_VALUE / 1.01f;
    /** The score of 1 in a sum of rounded products. */
    private static final float UNIT = 1 / (SCALE * SCALE);

    private final int dimensions;
    private final int[] owners;
    /** {@code [blocks][pairs of dimensions][2 for each vector of the block]}. */
    private final short[][][] blocks;

    private VectorBlocks(int dimensions, int[] owners, short[][][] blocks) {
        this.dimensions = dimensions;
        this.owners = owners;
        this.blocks = blocks;
    }

    /** Takes a score of a vector's owner. */
    @FunctionalInterface
    public interface Sink {
        void accept(int owner, float score);
    }

    /** A rounded query, each pair of dimensions repeated for all vectors of a block, as the scan's loop wants it. */
    public static final class Query {
        private final short[][] pairs;

        /**
         * Rounds a query.
         *
         * @param vector of length 1
         * @param most vectors that are scanned together, at least 1
         */
        public Query(float[] vector, int most) {
            pairs = new short[pairs(vector.length)][2 * Math.min(BLOCK, most)];
            for (int d = 0; d < vector.length; d++) {
                pairs[d / 2][d % 2] = rounded(vector[d]);
            }
            for (short[] pair : pairs) {
                for (int filled = 2; filled < pair.length; filled *= 2) {
                    System.arraycopy(pair, 0, pair, filled, Math.min(filled, pair.length - filled));
                }
            }
        }
    }

    /** Collects the vectors. */
    public static final class Builder {
        private final int dimensions;
        private final int most;
        private final List<short[][]> blocks = new ArrayList<>();
        private final int[] owners;
        private int count;

        /** @param most vectors that will be added */
        public Builder(int dimensions, int most) {
            this.dimensions = dimensions;
            this.most = most;
            this.owners = new int[most];
        }

        /** @param vector of length 1 */
        public void add(int owner, float[] vector) {
            int i = count % BLOCK;
            if (i == 0) {
                blocks.add(new short[pairs(dimensions)][2 * Math.min(BLOCK, most - count)]);
            }
            short[][] block = blocks.get(blocks.size() - 1);
            for (int d = 0; d < dimensions; d++) {
                block[d / 2][2 * i + d % 2] = rounded(vector[d]);
            }
            owners[count++] = owner;
        }

        public VectorBlocks build() {
            return new VectorBlocks(dimensions, Arrays.copyOf(owners, count), blocks.toArray(new short[0][][]));
        }
    }

    private static int pairs(int dimensions) {
        return (dimensions + 1) / 2;
    }

    private static short rounded(float value) {
        int rounded = Math.round(SCALE * value);
        if (Math.abs(rounded) > Short.MAX_VALUE) {
            throw new IllegalArgumentException("a vector of length 1 has no component of " + value);
        }
        return (short) rounded;
    }

    /** How far the rounded score of two vectors of length 1 is from the exact one at most. */
    public static float tolerance(int dimensions) {
        double ofVector = 0.51 * Math.sqrt(dimensions) / SCALE; // half a step in each dimension
        double ofSums = (dimensions + 4) * Math.ulp(1f); // in single precision
        return (float) (2.02 * ofVector + ofVector * ofVector + ofSums);
    }

    public int dimensions() {
        return dimensions;
    }

    public int size() {
        return owners.length;
    }

    /** The bytes that the vectors occupy, without the arrays' headers. */
    public long bytes() {
        return (long) owners.length * (2 * Short.BYTES * pairs(dimensions) + Integer.BYTES);
    }

    /** The number of blocks, which several threads may scan at once. */
    public int blocks() {
        return blocks.length;
    }

    /** Computes the rounded scores of a query and all vectors of a block. */
    public void scan(int block, Query query, Sink sink) {
        int first = block * BLOCK;
        int[] sums = sums(query.pairs, blocks[block], Math.min(BLOCK, owners.length - first));
        for (int i = 0; i < sums.length; i++) {
            sink.accept(owners[first + i], UNIT * sums[i]);
        }
    }

    private static int[] sums(short[][] query, short[][] block, int size) {
        int[] sums = new int[size];
        for (int pair = 0; pair < block.length; pair++) {
            add(sums, query[pair], block[pair]);
        }
        return sums;
    }

    /** The JIT compiler turns this form into instructions that multiply pairs and add them. */
    private static void add(int[] sums, short[] query, short[] vectors) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += query[2 * i] * vectors[2 * i] + query[2 * i + 1] * vectors[2 * i + 1];
        }
    }
}
