package io.rolestream.matching.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Vectors for a scan, rounded to 16 bits, which finds those whose exact scores are worth computing: a rounded score is
 * within {@link #tolerance} of {@link VectorMath#dot}.
 *
 * <p>They are stored in blocks of up to {@value #BLOCK}, and within a block by pairs of dimensions: the inner loop adds
 * two dimensions of all vectors of a block, which the JIT compiler turns into one instruction for many vectors. So a
 * scan takes a third of the time, and the vectors half of the memory, of single precision.
 */
public final class VectorBlocks {
    /** A power of 2. */
    static final int BLOCK = 1024;
    /** Vectors of length 1, to a hundredth, stay within 16 bits, and their dot product within 32. */
    private static final float SCALE = Short.MAX_VALUE / 1.01f;
    /** What 1 in a sum of rounded products is. */
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

    /** A query, as a scan wants it: each pair of dimensions repeated for all vectors of a block. */
    public static final class Query {
        private final short[][] pairs;

        /** @param vector of length 1 */
        public Query(float[] vector) {
            pairs = new short[pairs(vector.length)][2 * BLOCK];
            for (int d = 0; d < vector.length; d++) {
                pairs[d / 2][d % 2] = rounded(vector[d]);
            }
            for (short[] pair : pairs) {
                for (int filled = 2; filled < pair.length; filled *= 2) {
                    System.arraycopy(pair, 0, pair, filled, filled);
                }
            }
        }
    }

    /** Collects the vectors. */
    public static final class Builder {
        private final int dimensions;
        private final List<short[][]> blocks = new ArrayList<>();
        private short[][] open;
        private int[] owners = new int[BLOCK];
        private int count;

        public Builder(int dimensions) {
            this.dimensions = dimensions;
            this.open = new short[pairs(dimensions)][2 * BLOCK];
        }

        /** @param vector of length 1 */
        public void add(int owner, float[] vector) {
            int i = count % BLOCK;
            if (count > 0 && i == 0) {
                blocks.add(open);
                open = new short[pairs(dimensions)][2 * BLOCK];
            }
            for (int d = 0; d < dimensions; d++) {
                open[d / 2][2 * i + d % 2] = rounded(vector[d]);
            }
            if (count == owners.length) {
                owners = Arrays.copyOf(owners, 2 * count);
            }
            owners[count++] = owner;
        }

        public VectorBlocks build() {
            if (count > 0) {
                int last = 2 * (count - blocks.size() * BLOCK);
                for (int pair = 0; pair < open.length; pair++) {
                    open[pair] = Arrays.copyOf(open[pair], last);
                }
                blocks.add(open);
            }
            return new VectorBlocks(dimensions, Arrays.copyOf(owners, count), blocks.toArray(new short[0][][]));
        }
    }

    private static int pairs(int dimensions) {
        return (dimensions + 1) / 2;
    }

    private static short rounded(float value) {
        return (short) Math.round(SCALE * value);
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

    /** The number of blocks. Several threads may scan at once, each other blocks. */
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

    /** The JIT compiler knows this form. */
    private static void add(int[] sums, short[] query, short[] vectors) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += query[2 * i] * vectors[2 * i] + query[2 * i + 1] * vectors[2 * i + 1];
        }
    }
}
