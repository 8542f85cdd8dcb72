package io.rolestream.engine.model;

import io.rolestream.engine.checkpoint.ModelConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Token sequences, concatenated without padding. Linear layers see all tokens at once; attention sees a group of
 * sequences of the same length at a time. Internally, sequences are sorted by length; {@link #inOrder} restores the
 * original order. The returned arrays are not copies: do not modify them.
 */
public final class PackedSequences {
    private final int[] order;
    private final int[] ids;
    private final int[] types;
    private final int[] places;
    private final int[] first;
    private final int[] groupCounts;
    private final int[] groupLengths;

    private PackedSequences(
            int[] order, int[] ids, int[] types, int[] places, int[] first, int[] groupCounts, int[] groupLengths) {
        this.order = order;
        this.ids = ids;
        this.types = types;
        this.places = places;
        this.first = first;
        this.groupCounts = groupCounts;
        this.groupLengths = groupLengths;
    }

    /**
     * Packs sequences whose tokens are all of the first type.
     *
     * @param sequences at least one, none empty, without padding
     */
    public static PackedSequences of(List<int[]> sequences) {
        return pack(sequences, null);
    }

    /**
     * Packs sequences.
     *
     * @param sequences at least one, none empty, without padding
     * @param types for each sequence the types of its tokens, such as 0 in the first text of a pair and 1 in the second
     */
    public static PackedSequences of(List<int[]> sequences, List<int[]> types) {
        for (int i = 0; i < sequences.size(); i++) {
            if (types.size() != sequences.size() || types.get(i).length != sequences.get(i).length) {
                throw new IllegalArgumentException("sequence " + i + " has not as many token types as tokens");
            }
        }
        return pack(sequences, types);
    }

    private static PackedSequences pack(List<int[]> sequences, @Nullable List<int[]> types) {
        if (sequences.isEmpty()) {
            throw new IllegalArgumentException("no sequences");
        }
        int[] order = IntStream.range(0, sequences.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> sequences.get(i).length))
                .mapToInt(Integer::intValue)
                .toArray();
        int tokens = sequences.stream().mapToInt(sequence -> sequence.length).sum();
        int[] ids = new int[tokens];
        int[] packedTypes = new int[types == null ? 1 : tokens];
        int[] places = new int[tokens];
        int[] first = new int[order.length];
        List<int[]> groups = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < order.length; i++) {
            int[] sequence = sequences.get(order[i]);
            if (sequence.length == 0) {
                throw new IllegalArgumentException("sequence " + order[i] + " is empty");
            }
            first[i] = at;
            System.arraycopy(sequence, 0, ids, at, sequence.length);
            if (types != null) {
                System.arraycopy(types.get(order[i]), 0, packedTypes, at, sequence.length);
            }
            for (int place = 0; place < sequence.length; place++) {
                places[at++] = place;
            }
            if (groups.isEmpty() || groups.get(groups.size() - 1)[1] != sequence.length) {
                groups.add(new int[] {0, sequence.length});
            }
            groups.get(groups.size() - 1)[0]++;
        }
        return new PackedSequences(
                order,
                ids,
                packedTypes,
                places,
                first,
                groups.stream().mapToInt(group -> group[0]).toArray(),
                groups.stream().mapToInt(group -> group[1]).toArray());
    }

    /** Packs sequences, at least one. */
    public static PackedSequences ofSequences(List<TokenSequence> sequences) {
        List<int[]> ids = sequences.stream().map(TokenSequence::ids).toList();
        if (sequences.stream().noneMatch(TokenSequence::isTyped)) {
            return of(ids);
        }
        return of(
                ids,
                sequences.stream()
                        .map(sequence -> sequence.isTyped() ? sequence.types() : new int[sequence.length()])
                        .toList());
    }

    /** The number of sequences. */
    public int size() {
        return order.length;
    }

    /** The number of all tokens. */
    public int tokens() {
        return ids.length;
    }

    /** The length of the longest sequence in tokens. */
    public int longest() {
        return groupLengths[groupLengths.length - 1];
    }

    /**
     * Checks that a model can read these. An id or a position out of range would crash it, or silently read other
     * memory.
     *
     * @throws IllegalArgumentException if a sequence is too long, an id is not in the vocabulary, or the model has no
     *     such token type
     */
    public void check(ModelConfig config) {
        if (longest() > config.maxTokens()) {
            throw new IllegalArgumentException(
                    "a sequence has " + longest() + " tokens, but the model takes " + config.maxTokens() + " at most");
        }
        for (int id : ids) {
            if (id < 0 || id >= config.vocabSize()) {
                throw new IllegalArgumentException("token " + id + " is not in the model's vocabulary of "
                        + config.vocabSize() + "; the tokenizer is another model's");
            }
        }
        for (int type : types) {
            if (type < 0 || type >= config.tokenTypes()) {
                throw new IllegalArgumentException(
                        "token type " + type + " is none of the model's " + config.tokenTypes());
            }
        }
    }

    /** The index, in the list that was packed, of each sequence inside. */
    public int[] order() {
        return order;
    }

    /** The ids of all tokens. */
    public int[] ids() {
        return ids;
    }

    /** The types of all tokens; a single 0 where all are of the first type. */
    public int[] types() {
        return types;
    }

    /**
     * The positions of all tokens.
     *
     * @param first that of a sequence's first token
     */
    public int[] positions(int first) {
        return IntStream.of(places).map(place -> place + first).toArray();
    }

    /** Where each sequence begins. */
    public int[] first() {
        return first;
    }

    /** The number of tokens of each sequence. */
    public int[] lengths() {
        return IntStream.range(0, first.length)
                .map(i -> (i + 1 < first.length ? first[i + 1] : ids.length) - first[i])
                .toArray();
    }

    /** The number of sequences of each group. */
    public int[] groupCounts() {
        return groupCounts;
    }

    /** The number of tokens that each sequence of a group has, ascending. */
    public int[] groupLengths() {
        return groupLengths;
    }

    /** Rows of results, one for each sequence inside, in the order of the list that was packed. */
    public float[][] inOrder(float[] rows) {
        int width = rows.length / order.length;
        float[][] result = new float[order.length][width];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(rows, i * width, result[order[i]], 0, width);
        }
        return result;
    }
}
