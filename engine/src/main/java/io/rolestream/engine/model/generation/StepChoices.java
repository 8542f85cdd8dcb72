package io.rolestream.engine.model.generation;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.GeneratorScript;
import io.rolestream.engine.torch.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What {@code chosen} in {@code generation.py} needs to know of answers in order to choose their next tokens. */
final class StepChoices {
    /** Temperature, top-k and top-p. */
    private static final int SETTINGS = 3;

    private StepChoices() {}

    /**
     * The arguments {@code numbers}, {@code sampling}, {@code texts} and {@code restricted}.
     *
     * @param rows the answer of each row
     * @param steps the most tokens to choose
     * @param vocabulary the number of tokens
     */
    static Arguments add(Arguments arguments, List<GrowingAnswer> rows, int steps, int vocabulary, PtNDManager owner) {
        boolean sampled = rows.stream().anyMatch(row -> !row.sampling().isGreedy());
        List<List<int[]>> texts =
                rows.stream().map(row -> row.continuations(steps)).toList();
        return arguments
                .tensor(sampled ? numbers(rows, steps, owner) : GeneratorScript.floats(owner, new float[0], 0))
                .tensor(sampled ? settings(rows, vocabulary, owner) : GeneratorScript.floats(owner, new float[0], 0))
                .tensor(texts(texts, steps, owner))
                .integers(restricted(texts, steps));
    }

    private static int[] restricted(List<List<int[]>> texts, int steps) {
        return IntStream.range(0, steps)
                .map(step ->
                        texts.stream().flatMap(List::stream).allMatch(text -> text[step] == GrowingAnswer.ANY) ? 0 : 1)
                .toArray();
    }

    private static PtNDArray numbers(List<GrowingAnswer> rows, int steps, PtNDManager owner) {
        float[] numbers = new float[rows.size() * steps];
        for (int i = 0; i < numbers.length; i++) {
            GrowingAnswer answer = rows.get(i / steps);
            numbers[i] = answer.sampling().uniform(answer.size() + i % steps);
        }
        return GeneratorScript.floats(owner, numbers, rows.size(), steps);
    }

    private static PtNDArray settings(List<GrowingAnswer> rows, int vocabulary, PtNDManager owner) {
        float[] settings = new float[rows.size() * SETTINGS];
        for (int row = 0; row < rows.size(); row++) {
            TokenSampling sampling = rows.get(row).sampling();
            settings[row * SETTINGS] = sampling.temperature();
            settings[row * SETTINGS + 1] = Math.min(sampling.topK(), vocabulary);
            settings[row * SETTINGS + 2] = sampling.topP();
        }
        return GeneratorScript.floats(owner, settings, rows.size(), SETTINGS);
    }

    private static PtNDArray texts(List<List<int[]>> all, int steps, PtNDManager owner) {
        int most = all.stream().mapToInt(List::size).max().orElse(0);
        if (most == 0) {
            return GeneratorScript.integers(owner, new int[0], 0);
        }
        int[] texts = new int[all.size() * most * steps];
        Arrays.fill(texts, GrowingAnswer.NONE);
        for (int row = 0; row < all.size(); row++) {
            int at = row * most * steps;
            if (all.get(row).isEmpty()) {
                Arrays.fill(texts, at, at + steps, GrowingAnswer.ANY);
            }
            for (int[] text : all.get(row)) {
                System.arraycopy(text, 0, texts, at, steps);
                at += steps;
            }
        }
        return GeneratorScript.integers(owner, texts, all.size(), most, steps);
    }
}
