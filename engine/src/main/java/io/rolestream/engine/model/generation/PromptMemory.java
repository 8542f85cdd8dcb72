package io.rolestream.engine.model.generation;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.GeneratorScript;
import io.rolestream.engine.model.LengthBatches;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.torch.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the decoder sees of prompts: keys and values of every layer, padded to the longest prompt. In a decoder without
 * an encoder, the last token of a prompt is what its answer begins with, and not part of this.
 *
 * @param rows the index, in the list of prompts, of each row
 * @param starts the token that the answer of each row begins with
 * @param arrays keys and values of each layer in turn [prompts, heads, longest, width]
 * @param mask [prompts, 1, 1, longest], empty if all prompts are equally long
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PromptMemory(int[] rows, int[] starts, List<PtNDArray> arrays, PtNDArray mask) {
    /** So many tokens of prompts are computed at once; their hidden states stay in the processor's cache. */
    private static final int PROMPT_TOKENS = 2048;

    /** Outweighs every score, also in 16 bits. */
    private static final float HIDDEN = -60_000;

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
        int longest = prompts.get(rows[rows.length - 1]).length;
        int shortest = prompts.get(rows[0]).length;
        PtNDArray mask =
                shortest == longest ? GeneratorScript.floats(owner, new float[0], 0) : mask(prompts, rows, owner);
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
        return new PromptMemory(rows, Arrays.stream(rows).map(start).toArray(), arrays, mask);
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

    private static PtNDArray mask(List<int[]> prompts, int[] rows, PtNDManager owner) {
        int longest = prompts.get(rows[rows.length - 1]).length;
        float[] values = new float[rows.length * longest];
        for (int row = 0; row < rows.length; row++) {
            Arrays.fill(values, row * longest + prompts.get(rows[row]).length, (row + 1) * longest, HIDDEN);
        }
        return GeneratorScript.floats(owner, values, rows.length, 1, 1, longest);
    }

    int size() {
        return rows.length;
    }

    /** Some of its rows. */
    PromptMemory keep(GeneratorScript script, int[] kept, PtNDManager owner) {
        PtNDArray index = GeneratorScript.integers(owner, kept);
        List<PtNDArray> less =
                script.arrays(owner, "keep", Arguments.of().tensors(arrays).tensor(index));
        boolean masked = !mask.getShape().equals(new Shape(0));
        PtNDArray lessMask = masked
                ? script.arrays(
                                owner,
                                "keep",
                                Arguments.of().tensors(List.of(mask)).tensor(index))
                        .get(0)
                : mask;
        return new PromptMemory(
                Arrays.stream(kept).map(row -> rows[row]).toArray(),
                Arrays.stream(kept).map(row -> starts[row]).toArray(),
                less,
                lessMask);
    }
}
