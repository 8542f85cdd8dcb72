package io.rolestream.engine.model.generation;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.GeneratorScript;
import io.rolestream.engine.model.LengthBatches;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.torch.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the decoder sees of prompts: keys and values of every layer, padded to the longest prompt. In a decoder without
 * an encoder, the last token of a prompt is what its answer begins with, and not part of this.
 *
 * @param rows the index, in the list of prompts, of each row
 * @param starts the token that the answer of each row begins with
 * @param lengths the tokens of each row's prompt in this
 * @param arrays keys and values of each layer in turn [prompts, heads, longest, width]
 * @param mask [prompts, 1, 1, longest], empty if all prompts are equally long
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PromptMemory(int[] rows, int[] starts, int[] lengths, List<PtNDArray> arrays, PtNDArray mask) {
    /** So many tokens of prompts are computed at once; their hidden states stay in the processor's cache. */
    private static final int PROMPT_TOKENS = 2048;

    /** Outweighs every score, also in 16 bits. */
    private static final float HIDDEN = -60_000;

    private static final int[] NONE = {};

    /** @param start the token that every answer begins with; null if that is the last token of its prompt */
    static PromptMemory of(GeneratorScript script, List<int[]> prompts, @Nullable Integer start, PtNDManager owner) {
        if (start != null) {
            return of(script, prompts, prompt -> start, owner);
        }
        List<int[]> remembered = prompts.stream()
                .map(prompt -> Arrays.copyOf(prompt, prompt.length - 1))
                .toList();
        return of(script, remembered, i -> prompts.get(i)[prompts.get(i).length - 1], owner);
    }

    private static PromptMemory of(
            GeneratorScript script, List<int[]> prompts, IntUnaryOperator start, PtNDManager owner) {
        List<int[]> batches = LengthBatches.of(prompts, PROMPT_TOKENS);
        int[] rows = batches.stream().flatMapToInt(Arrays::stream).toArray();
        int[] lengths = Arrays.stream(rows).map(row -> prompts.get(row).length).toArray();
        int longest = longest(lengths);
        List<PtNDArray> arrays = script.room(owner, rows.length, longest);
        int row = 0;
        for (int[] batch : batches) {
            List<int[]> texts = Arrays.stream(batch)
                    .mapToObj(prompts::get)
                    .filter(prompt -> prompt.length > 0)
                    .toList();
            row += batch.length; // those without tokens come first
            if (!texts.isEmpty()) {
                remember(script, texts, row - texts.size(), arrays);
            }
        }
        return new PromptMemory(rows, Arrays.stream(rows).map(start).toArray(), lengths, arrays, mask(lengths, owner));
    }

    /** @param prompts in ascending order of length, so that packing does not change it */
    private static void remember(GeneratorScript script, List<int[]> prompts, int row, List<PtNDArray> arrays) {
        PackedSequences packed = PackedSequences.of(prompts);
        try (PtNDManager scratch = script.newManager()) {
            script.run(
                    "remember",
                    Arguments.of()
                            .tensor(GeneratorScript.integers(scratch, packed.ids()))
                            .tensor(GeneratorScript.integers(scratch, packed.places()))
                            .integers(packed.groupCounts())
                            .integers(packed.groupLengths())
                            .integer(row)
                            .tensors(arrays));
        }
    }

    private static int longest(int[] lengths) {
        return Arrays.stream(lengths).max().orElse(0);
    }

    private static PtNDArray mask(int[] lengths, PtNDManager owner) {
        int longest = longest(lengths);
        if (Arrays.stream(lengths).allMatch(length -> length == longest)) {
            return GeneratorScript.floats(owner, new float[0], 0);
        }
        float[] values = new float[lengths.length * longest];
        for (int row = 0; row < lengths.length; row++) {
            Arrays.fill(values, row * longest + lengths[row], (row + 1) * longest, HIDDEN);
        }
        return GeneratorScript.floats(owner, values, lengths.length, 1, 1, longest);
    }

    int size() {
        return rows.length;
    }

    /** The tokens of the longest prompt in this. */
    int longest() {
        return longest(lengths);
    }

    /**
     * Some of its rows, and then those of another. The arrays of both are closed one after another, so that little more
     * than the result is in memory.
     *
     * @param kept rows of this
     * @param added null if none
     */
    PromptMemory joined(GeneratorScript script, int[] kept, @Nullable PromptMemory added, PtNDManager owner) {
        int[] newLengths = both(kept, lengths, added == null ? NONE : added.lengths);
        return new PromptMemory(
                both(kept, rows, added == null ? NONE : added.rows),
                both(kept, starts, added == null ? NONE : added.starts),
                newLengths,
                script.joined(owner, arrays, kept, 0, added == null ? null : added.arrays, longest(newLengths)),
                mask(newLengths, owner));
    }

    private static int[] both(int[] kept, int[] values, int[] added) {
        return IntStream.concat(Arrays.stream(kept).map(row -> values[row]), Arrays.stream(added))
                .toArray();
    }
}
