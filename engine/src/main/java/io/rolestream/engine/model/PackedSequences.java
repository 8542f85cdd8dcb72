package io.rolestream.engine.model;

import io.rolestream.engine.checkpoint.ModelConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Token sequences, concatenated without padding. Linear layers see all tokens at once; attention sees a group of
 * sequences of the same length at a time. Inside, sequences are sorted by length; {@link #inOrder} restores the
 * original order. Made by {@link #of}. Arrays are not copied: do not modify them.
 *
 * @param sequences in the order of the list that was packed
 * @param order the index, in the list that was packed, of each sequence inside
 * @param ids the ids of all tokens
 * @param types the types of all tokens; a single 0 where all are of the first type
 * @param places of all tokens, each in its sequence, from 0
 * @param first where each sequence begins
 * @param groupCounts the number of sequences of each group
 * @param groupLengths the number of tokens that each sequence of a group has, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
public record PackedSequences(
        List<TokenSequence> sequences,
        int[] order,
        int[] ids,
        int[] types,
        int[] places,
        int[] first,
        int[] groupCounts,
        int[] groupLengths) {
    public PackedSequences {
        sequences = List.copyOf(sequences);
    }

    /** Packs sequences whose tokens are all of the first type. */
    public static PackedSequences of(List<int[]> sequences) {
        return ofSequences(sequences.stream().map(TokenSequence::of).toList());
    }

    /** Packs sequences, at least one. */
    public static PackedSequences ofSequences(List<TokenSequence> sequences) {
        if (sequences.isEmpty()) {
            throw new IllegalArgumentException("no sequences");
        }
        int[] order = shortestFirst(sequences.size(), i -> sequences.get(i).length());
        int tokens = sequences.stream().mapToInt(TokenSequence::length).sum();
        int[] ids = new int[tokens];
        int[] types = new int[sequences.stream().anyMatch(TokenSequence::isTyped) ? tokens : 1];
        int[] places = new int[tokens];
        int[] first = new int[order.length];
        List<int[]> groups = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < order.length; i++) {
            TokenSequence sequence = sequences.get(order[i]);
            int length = sequence.length();
            first[i] = at;
            System.arraycopy(sequence.ids(), 0, ids, at, length);
            if (sequence.isTyped()) {
                System.arraycopy(sequence.types(), 0, types, at, length);
            }
            for (int place = 0; place < length; place++) {
                places[at++] = place;
            }
            if (groups.isEmpty() || groups.get(groups.size() - 1)[1] != length) {
                groups.add(new int[] {0, length});
            }
            groups.get(groups.size() - 1)[0]++;
        }
        return new PackedSequences(
                sequences,
                order,
                ids,
                types,
                places,
                first,
                groups.stream().mapToInt(group -> group[0]).toArray(),
                groups.stream().mapToInt(group -> group[1]).toArray());
    }

    /** The indexes of so many sequences, by length. */
    static int[] shortestFirst(int count, IntUnaryOperator length) {
        return IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingInt(length::applyAsInt))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    public int size() {
        return order.length;
    }

    public int tokens() {
        return ids.length;
    }

    /** The length of the longest sequence in tokens. */
    public int longest() {
        return groupLengths[groupLengths.length - 1];
    }

    /**
     * Checks that a model can read these. An invalid id or position would crash it, or silently read other memory.
     *
     * @throws IllegalArgumentException if a sequence is too long, an id is not in the vocabulary, or the model has no
     *     such token type
     */
    public void check(ModelConfig config) {
        if (longest() > config.maxTokens()) {
            throw new IllegalArgumentException(
                    "a sequence has " + longest() + " tokens, but the model takes " + config.maxTokens() + " at most");
        }
        config.checkTokens(ids);
        for (int type : types) {
            if (type < 0 || type >= config.tokenTypes()) {
                throw new IllegalArgumentException(
                        "token type " + type + " is none of the model's " + config.tokenTypes());
            }
        }
    }

    /**
     * The positions of all tokens.
     *
     * @param first that of a sequence's first token
     */
    public int[] positions(int first) {
        return IntStream.of(places).map(place -> place + first).toArray();
    }

    /**
     * The positions of all tokens where one of them does not count: each is the number of other tokens up to itself,
     * added to that token's id; the token's own position is its id.
     */
    public int[] positionsWithout(int token) {
        int[] positions = new int[ids.length];
        int counted = 0;
        for (int i = 0; i < positions.length; i++) {
            counted = places[i] == 0 ? 0 : counted;
            positions[i] = ids[i] == token ? token : token + ++counted;
        }
        return positions;
    }

    /** Result rows in the order of the list that was packed. */
    public float[][] inOrder(float[] rows) {
        int width = rows.length / order.length;
        float[][] result = new float[order.length][width];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(rows, i * width, result[order[i]], 0, width);
        }
        return result;
    }
}
