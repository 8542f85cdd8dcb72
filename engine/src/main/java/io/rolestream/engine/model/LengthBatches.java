package io.rolestream.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Divides sequences that are all there into batches of similar lengths. */
public final class LengthBatches {
    private LengthBatches() {}

    /**
     * Batches of at most this many tokens; a longer sequence is a batch by itself.
     *
     * @return for each batch, shortest first, the indexes of its sequences
     */
    public static List<int[]> of(List<int[]> sequences, int tokens) {
        return of(sequences, tokens, false);
    }

    /** As {@link #of}, for sequences that are padded to the longest of a batch; the tokens include the padding. */
    public static List<int[]> padded(List<int[]> sequences, int tokens) {
        return of(sequences, tokens, true);
    }

    private static List<int[]> of(List<int[]> sequences, int tokens, boolean padded) {
        int[] byLength = PackedSequences.shortestFirst(sequences.size(), i -> sequences.get(i).length);
        List<int[]> batches = new ArrayList<>();
        int from = 0;
        long sum = 0;
        for (int i = 0; i < byLength.length; i++) {
            int length = sequences.get(byLength[i]).length;
            long all = padded ? (long) length * (i - from + 1) : sum + length;
            if (i > from && all > tokens) {
                batches.add(Arrays.copyOfRange(byLength, from, i));
                from = i;
                sum = 0;
            }
            sum += length;
        }
        if (from < byLength.length) {
            batches.add(Arrays.copyOfRange(byLength, from, byLength.length));
        }
        return batches;
    }
}
