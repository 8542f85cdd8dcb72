package io.rolestream.engine.model.generation;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.GeneratorScript;
import io.rolestream.engine.torch.Arguments;
import java.util.Arrays;
import java.util.List;

/**
 * The log-probability of given answers: one pass of the decoder over all answers to all prompts of a memory, each a row
 * that is padded to the longest. A prompt with fewer answers than another has empty rows.
 */
final class AnswerScoring {
    /** A target that does not count. */
    private static final int NO_TARGET = -100;

    private final GeneratorScript script;

    AnswerScoring(GeneratorScript script) {
        this.script = script;
    }

    /**
     * For each prompt, the log-probability of each of its answers, without the token that they begin with.
     *
     * @param answers of each prompt, in the order of the list of prompts
     * @param owner of all arrays
     */
    float[][] score(PromptMemory memory, List<List<int[]>> answers, PtNDManager owner) {
        int rows = answers.stream().mapToInt(List::size).max().orElseThrow();
        int length = answers.stream()
                .flatMap(List::stream)
                .mapToInt(ids -> ids.length)
                .max()
                .orElseThrow();
        int[] ids = new int[memory.size() * rows * length];
        int[] targets = new int[ids.length];
        Arrays.fill(targets, NO_TARGET);
        for (int prompt = 0; prompt < memory.size(); prompt++) {
            List<int[]> own = answers.get(memory.rows()[prompt]);
            for (int i = 0; i < rows; i++) {
                int at = (prompt * rows + i) * length;
                ids[at] = memory.starts()[prompt];
                if (i < own.size()) {
                    int[] answer = own.get(i);
                    System.arraycopy(answer, 0, targets, at, answer.length);
                    System.arraycopy(answer, 0, ids, at + 1, answer.length < length ? answer.length : length - 1);
                }
            }
        }
        float[] values = compute(memory, ids, targets, length, owner);
        float[][] result = new float[memory.size()][];
        for (int prompt = 0; prompt < result.length; prompt++) {
            int place = memory.rows()[prompt];
            int from = prompt * rows;
            result[place] =
                    Arrays.copyOfRange(values, from, from + answers.get(place).size());
        }
        return result;
    }

    private float[] compute(PromptMemory memory, int[] ids, int[] targets, int length, PtNDManager owner) {
        int rows = ids.length / length;
        List<PtNDArray> cache = script.room(owner, rows, length);
        return script.tensor(
                        owner,
                        "likelihoods",
                        Arguments.of()
                                .tensor(GeneratorScript.integers(owner, ids, rows, length))
                                .tensor(GeneratorScript.integers(owner, targets, rows, length))
                                .tensors(cache)
                                .tensors(memory.arrays())
                                .tensor(memory.mask()))
                .toFloatArray();
    }
}
