package io.rolestream.engine.model.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.model.GeneratorScript;
import io.rolestream.engine.torch.Arguments;
import io.rolestream.engine.torch.NativeWork;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Generates token after token, for all prompts of a memory at once. The caches have room for the longest answer from
 * the beginning. Some tokens are computed per call, or one if an answer of the batch is streamed; between calls,
 * answers that have ended leave the batch once they are half of it, or if one of them is cancelled.
 */
final class TokenDecoding {
    /** A call computes so many tokens at most, so few are computed in vain after an answer's end. */
    private static final int TOKENS_PER_CALL = 8;

    private final GeneratorScript script;
    private final GenerationConfig config;
    private final int vocabulary;

    /** @param vocabulary the number of tokens */
    TokenDecoding(GeneratorScript script, GenerationConfig config, int vocabulary) {
        this.script = script;
        this.config = config;
        this.vocabulary = vocabulary;
    }

    /**
     * The answer to each prompt: tokens, without the one that it begins with, and then their log-probabilities.
     *
     * @param jobs in the order of the list of prompts
     * @param owner of all arrays
     */
    float[][] generate(PromptMemory memory, List<DecodingJob> jobs, PtNDManager owner) {
        List<GrowingAnswer> answers =
                jobs.stream().map(job -> new GrowingAnswer(job, config)).toList();
        decode(memory, answers, owner);
        return answers.stream().map(GrowingAnswer::row).toArray(float[][]::new);
    }

    private void decode(PromptMemory prompts, List<GrowingAnswer> answers, PtNDManager owner) {
        PromptMemory memory = prompts;
        PtNDArray ends = GeneratorScript.integers(
                owner, config.ends().stream().mapToInt(Integer::intValue).toArray());
        List<PtNDArray> cache = script.room(owner, memory.size(), 1 + left(answers));
        int[] next = memory.starts();
        int past = 0;
        while (true) {
            NativeWork.requireProcess();
            List<GrowingAnswer> batch = rows(memory, answers);
            batch.forEach(GrowingAnswer::look);
            int[] going = IntStream.range(0, batch.size())
                    .filter(row -> batch.get(row).left() > 0)
                    .toArray();
            if (going.length == 0) {
                return;
            }
            if (2 * going.length <= batch.size() || batch.stream().anyMatch(GrowingAnswer::isCancelled)) {
                int[] before = next;
                next = Arrays.stream(going).map(row -> before[row]).toArray();
                cache = keep(cache, going, owner);
                PromptMemory more = memory;
                memory = more.keep(script, going, owner);
                more.arrays().forEach(NDArray::close);
            }
            List<GrowingAnswer> rows = rows(memory, answers);
            boolean streamed = rows.stream().anyMatch(GrowingAnswer::isStreamed);
            Chosen chosen =
                    call(next, past, Math.min(streamed ? 1 : TOKENS_PER_CALL, left(rows)), ends, cache, memory, rows);
            past += chosen.count();
            next = new int[rows.size()];
            for (int row = 0; row < next.length; row++) {
                for (int i = row * chosen.count(); i < (row + 1) * chosen.count(); i++) {
                    rows.get(row).add((int) chosen.tokens()[i], chosen.logs()[i]);
                }
                next[row] = (int) Math.max(0, chosen.tokens()[(row + 1) * chosen.count() - 1]);
            }
        }
    }

    private List<PtNDArray> keep(List<PtNDArray> cache, int[] rows, PtNDManager owner) {
        PtNDArray index = GeneratorScript.integers(owner, rows);
        List<PtNDArray> less =
                script.arrays(owner, "keep", Arguments.of().tensors(cache).tensor(index));
        cache.forEach(NDArray::close);
        return less;
    }

    /**
     * Tokens of each row, one row after the other; the last of each is not in the cache yet.
     *
     * @param logs their log-probabilities
     * @param count the tokens of a row
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Chosen(long[] tokens, float[] logs, int count) {}

    private Chosen call(
            int[] next,
            int past,
            int most,
            PtNDArray ends,
            List<PtNDArray> cache,
            PromptMemory memory,
            List<GrowingAnswer> rows) {
        try (PtNDManager scratch = script.newManager()) {
            Arguments arguments = Arguments.of()
                    .tensor(GeneratorScript.integers(scratch, next, next.length, 1))
                    .integer(past)
                    .integer(most)
                    .tensor(ends);
            List<PtNDArray> chosen = script.tensors(
                    scratch,
                    "chosen",
                    StepChoices.add(arguments, rows, most, vocabulary, scratch)
                            .tensors(cache)
                            .tensors(memory.arrays())
                            .tensor(memory.mask()));
            long[] tokens = chosen.get(0).toLongArray();
            return new Chosen(tokens, chosen.get(1).toFloatArray(), tokens.length / next.length);
        }
    }

    private static List<GrowingAnswer> rows(PromptMemory memory, List<GrowingAnswer> answers) {
        return Arrays.stream(memory.rows()).mapToObj(answers::get).toList();
    }

    private static int left(List<GrowingAnswer> rows) {
        return rows.stream().mapToInt(GrowingAnswer::left).max().orElse(0);
    }
}
