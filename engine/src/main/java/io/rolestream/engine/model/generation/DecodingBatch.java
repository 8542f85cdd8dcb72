package io.rolestream.engine.model.generation;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.model.GeneratorScript;
import io.rolestream.engine.torch.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers that are decoded together. All write to the same place of the cache at each step; an answer that joined later
 * does not see the places before its own first token, and counts its positions from there. So the arrays have two
 * regions, prompts and cache, and no row needs a place of its own.
 *
 * <p>The cache has room for the longest answer from the beginning. It is replaced when answers join or leave, without
 * the places that no row sees any more.
 */
final class DecodingBatch implements AutoCloseable {
    private final GeneratorScript script;
    private final PtNDManager owner;
    private final List<GrowingAnswer> rows;
    private final PromptMemory memory;
    private final List<PtNDArray> cache;
    private final int[] began;
    private final PtNDArray late;
    private int past;
    private int[] next;

    private DecodingBatch(
            GeneratorScript script,
            PtNDManager owner,
            List<GrowingAnswer> rows,
            PromptMemory memory,
            List<PtNDArray> cache,
            int[] began,
            int past,
            int[] next) {
        this.script = script;
        this.owner = owner;
        this.rows = rows;
        this.memory = memory;
        this.cache = cache;
        this.began = began;
        this.past = past;
        this.next = next;
        boolean isEven = Arrays.stream(began).allMatch(place -> place == 0);
        late = GeneratorScript.integers(owner, isEven ? new int[0] : began, isEven ? 0 : began.length);
    }

    /** Reads the prompts of answers, at least one. */
    static DecodingBatch of(GeneratorScript script, List<GrowingAnswer> answers, @Nullable Integer start) {
        PtNDManager owner = script.newManager();
        try {
            PromptMemory memory = read(script, answers, start, owner);
            List<GrowingAnswer> rows = inOrder(memory, answers);
            List<PtNDArray> cache = script.room(owner, memory.size(), 1 + left(rows));
            return new DecodingBatch(script, owner, rows, memory, cache, new int[memory.size()], 0, memory.starts());
        } catch (RuntimeException | Error e) {
            owner.close();
            throw e;
        }
    }

    private static PromptMemory read(
            GeneratorScript script, List<GrowingAnswer> answers, @Nullable Integer start, PtNDManager owner) {
        return PromptMemory.of(
                script, answers.stream().map(answer -> answer.job().prompt()).toList(), start, owner);
    }

    private static List<GrowingAnswer> inOrder(PromptMemory memory, List<GrowingAnswer> answers) {
        return Arrays.stream(memory.rows()).mapToObj(answers::get).toList();
    }

    /**
     * Some rows of this, which is closed, and those of others.
     *
     * @param kept the rows to keep, at least one
     * @param more answers whose prompts have not been read
     */
    DecodingBatch with(int[] kept, List<GrowingAnswer> more, @Nullable Integer start) {
        PtNDManager newOwner = script.newManager();
        try (PtNDManager scratch = script.newManager()) {
            PromptMemory added = more.isEmpty() ? null : read(script, more, start, scratch);
            List<GrowingAnswer> newRows = Stream.concat(
                            Arrays.stream(kept).mapToObj(rows::get),
                            added == null ? Stream.of() : inOrder(added, more).stream())
                    .toList();
            int base = Arrays.stream(kept).map(row -> began[row]).min().orElseThrow();
            int newPast = past - base;
            PromptMemory newMemory = memory.joined(script, kept, added, newOwner);
            List<PtNDArray> room = more.isEmpty() ? null : script.room(scratch, more.size(), 0);
            List<PtNDArray> newCache = script.joined(newOwner, cache, kept, base, room, newPast + 1 + left(newRows));
            int[] newBegan = IntStream.concat(
                            Arrays.stream(kept).map(row -> began[row] - base),
                            more.stream().mapToInt(answer -> newPast))
                    .toArray();
            int[] newNext = IntStream.concat(
                            Arrays.stream(kept).map(row -> next[row]),
                            added == null ? IntStream.empty() : Arrays.stream(added.starts()))
                    .toArray();
            return new DecodingBatch(script, newOwner, newRows, newMemory, newCache, newBegan, newPast, newNext);
        } catch (RuntimeException | Error e) {
            newOwner.close();
            throw e;
        } finally {
            close();
        }
    }

    /** The answer of each row. */
    List<GrowingAnswer> answers() {
        return rows;
    }

    /** How many more tokens any row can have. */
    int left() {
        return left(rows);
    }

    private static int left(List<GrowingAnswer> answers) {
        return answers.stream().mapToInt(GrowingAnswer::left).max().orElse(0);
    }

    /** The rows of answers that have not ended. */
    int[] going() {
        return IntStream.range(0, rows.size())
                .filter(row -> rows.get(row).left() > 0)
                .toArray();
    }

    /**
     * The tokens, with padding, that some rows and more answers would have room for together.
     *
     * @param kept the rows to keep
     */
    long tokensWith(int[] kept, List<GrowingAnswer> more) {
        List<GrowingAnswer> all = Stream.concat(Arrays.stream(kept).mapToObj(rows::get), more.stream())
                .toList();
        int base = Arrays.stream(kept).map(row -> began[row]).min().orElse(past);
        int longest = all.stream()
                .mapToInt(answer -> answer.job().prompt().length)
                .max()
                .orElse(0);
        return (long) all.size() * (longest + past - base + 1 + left(all));
    }

    /** How many more tokens the model has positions for, in the row that began first. */
    int positionsLeft() {
        return script.sizes().maxTokens() - past;
    }

    /**
     * Whether rows of answers that have ended should leave: they are half of all, or were cancelled, or stand in the
     * way of the next tokens.
     */
    boolean shouldShrink(int going, int tokens) {
        return 2 * going <= rows.size()
                || rows.stream().anyMatch(GrowingAnswer::isCancelled)
                || (going < rows.size() && positionsLeft() < tokens);
    }

    /**
     * Decodes tokens, and adds them to the answers.
     *
     * @param most tokens for each
     * @param ends of answers
     * @param vocabulary the number of tokens
     */
    void decode(int most, GenerationConfig config, int vocabulary) {
        long[] tokens;
        float[] logs;
        try (PtNDManager scratch = script.newManager()) {
            Arguments arguments = Arguments.of()
                    .tensor(GeneratorScript.integers(scratch, next, next.length, 1))
                    .integer(past)
                    .tensor(late)
                    .integer(most)
                    .tensor(GeneratorScript.integers(
                            scratch,
                            config.ends().stream().mapToInt(Integer::intValue).toArray()));
            List<PtNDArray> chosen = script.tensors(
                    scratch,
                    "chosen",
                    StepChoices.add(arguments, rows, most, vocabulary, scratch)
                            .tensors(cache)
                            .tensors(memory.arrays())
                            .tensor(memory.mask()));
            tokens = chosen.get(0).toLongArray();
            logs = chosen.get(1).toFloatArray();
        }
        int count = tokens.length / next.length;
        past += count;
        next = new int[rows.size()];
        for (int row = 0; row < next.length; row++) {
            for (int i = row * count; i < (row + 1) * count; i++) {
                rows.get(row).add((int) tokens[i], logs[i]);
            }
            next[row] = (int) Math.max(0, tokens[(row + 1) * count - 1]);
        }
    }

    @Override
    public void close() {
        owner.close();
    }
}
