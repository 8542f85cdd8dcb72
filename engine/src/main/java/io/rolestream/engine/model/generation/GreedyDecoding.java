package io.rolestream.engine.model.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.model.GeneratorScript;
import io.rolestream.engine.torch.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Generates the most likely token again and again, for all prompts of a memory at once. The caches have room for the
 * longest answer from the beginning. Some tokens are computed per call; between calls, answers that have ended leave
 * the batch once they are half of it.
 */
final class GreedyDecoding {
    /** A call computes so many tokens at most, so few are computed in vain after an answer's end. */
    private static final int TOKENS_PER_CALL = 8;

    /** In place of tokens that could not be chosen, since logits were not finite. */
    private static final int NOT_FINITE = -1;

    private final GeneratorScript script;
    private final GenerationConfig config;

    GreedyDecoding(GeneratorScript script, GenerationConfig config) {
        this.script = script;
        this.config = config;
    }

    /** The answer of a prompt while it grows. */
    private static final class Answer {
        private final List<Integer> tokens = new ArrayList<>();
        private final int most;
        private boolean ended;

        /** @param most how many tokens may be chosen */
        Answer(int most) {
            this.most = most;
        }

        int left() {
            return ended ? 0 : most - tokens.size();
        }

        void add(int token, List<Integer> ends) {
            if (left() > 0) {
                tokens.add(token);
                ended = token == NOT_FINITE || ends.contains(token);
            }
        }
    }

    /**
     * The answer to each prompt, without the token that it begins with.
     *
     * @param maxLengths the most tokens of each answer, with that token; in the order of the list of prompts
     * @param owner of all arrays
     */
    float[][] generate(PromptMemory memory, int[] maxLengths, PtNDManager owner) {
        Integer first = config.forcedFirst();
        int forced = (first == null ? 1 : 2) + (config.forcedLast() == null ? 0 : 1);
        Answer[] answers = Arrays.stream(maxLengths)
                .mapToObj(length -> new Answer(Math.max(0, length - forced)))
                .toArray(Answer[]::new);
        if (first != null && config.ends().contains(first)) {
            Arrays.stream(answers).forEach(answer -> answer.ended = true);
        }
        decode(memory, answers, owner);
        float[][] rows = new float[answers.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row(answers[i], maxLengths[i]);
        }
        return rows;
    }

    private void decode(PromptMemory prompts, Answer[] answers, PtNDManager owner) {
        PromptMemory memory = prompts;
        Integer first = config.forcedFirst();
        int longest = Arrays.stream(answers).mapToInt(Answer::left).max().orElse(0);
        List<PtNDArray> cache = script.room(owner, memory.size(), (first == null ? 1 : 2) + longest);
        PtNDArray ends = GeneratorScript.integers(
                owner, config.ends().stream().mapToInt(Integer::intValue).toArray());
        int[] next = Arrays.stream(memory.starts())
                .flatMap(start -> first == null ? IntStream.of(start) : IntStream.of(start, first))
                .toArray();
        int past = 0;
        while (true) {
            PromptMemory batch = memory;
            int[] going = IntStream.range(0, batch.size())
                    .filter(row -> answers[batch.rows()[row]].left() > 0)
                    .toArray();
            if (going.length == 0) {
                return;
            }
            if (2 * going.length <= batch.size()) {
                int[] before = next;
                int width = before.length / batch.size();
                next = Arrays.stream(going)
                        .flatMap(row -> Arrays.stream(before, row * width, (row + 1) * width))
                        .toArray();
                memory = batch.keep(script, going, owner);
                PtNDArray index = GeneratorScript.integers(owner, going);
                List<PtNDArray> less = script.arrays(
                        owner, "keep", Arguments.of().tensors(cache).tensor(index));
                cache.forEach(NDArray::close);
                batch.arrays().forEach(NDArray::close);
                cache = less;
            }
            int most = left(memory, answers);
            int[][] tokens = call(next, past, Math.min(TOKENS_PER_CALL, most), ends, cache, memory, owner);
            past += next.length / memory.size() + tokens[0].length - 1;
            next = new int[memory.size()];
            for (int row = 0; row < next.length; row++) {
                for (int token : tokens[row]) {
                    answers[memory.rows()[row]].add(token, config.ends());
                }
                next[row] = Math.max(0, tokens[row][tokens[row].length - 1]);
            }
        }
    }

    private static int left(PromptMemory memory, Answer[] answers) {
        return Arrays.stream(memory.rows())
                .map(row -> answers[row].left())
                .max()
                .orElse(0);
    }

    /** Tokens of each row; the last of them is not in the cache yet. */
    private int[][] call(
            int[] next,
            int past,
            int most,
            PtNDArray ends,
            List<PtNDArray> cache,
            PromptMemory memory,
            PtNDManager owner) {
        int rows = memory.size();
        PtNDArray ids = GeneratorScript.integers(owner, next, rows, next.length / rows);
        try (PtNDArray tokens = script.tensor(
                owner,
                "greedy",
                Arguments.of()
                        .tensor(ids)
                        .integer(past)
                        .integer(most)
                        .tensor(ends)
                        .tensors(cache)
                        .tensors(memory.arrays())
                        .tensor(memory.mask()))) {
            long[] all = tokens.toLongArray();
            int count = all.length / rows;
            return IntStream.range(0, rows)
                    .mapToObj(row -> Arrays.stream(all, row * count, (row + 1) * count)
                            .mapToInt(token -> (int) token)
                            .toArray())
                    .toArray(int[][]::new);
        }
    }

    /** An answer with its forced tokens; not finite if one of its tokens could not be chosen. */
    private float[] row(Answer answer, int maxLength) {
        List<Integer> tokens = new ArrayList<>(answer.tokens);
        Integer first = config.forcedFirst();
        if (first != null && maxLength > 1) {
            tokens.add(0, first);
        }
        Integer last = config.forcedLast();
        if (last != null && !answer.ended && tokens.size() + 1 < maxLength) {
            tokens.add(last);
        }
        float[] row = new float[tokens.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = tokens.get(i) == NOT_FINITE ? Float.NaN : tokens.get(i);
        }
        return row;
    }
}
