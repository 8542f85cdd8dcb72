package io.rolestream.trainer.labelling;

import io.rolestream.labellers.linear.LinearModel;
import io.rolestream.labellers.linear.TextVectors;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * An out-of-fold linear model of words and word pairs: it predicts each quarter of the texts after training on the
 * rest.
 */
public final class Teacher {
    private static final int FOLDS = 4;

    private Teacher() {}

    /**
     * @param labels 0 up to {@code roles}
     * @param learnt which texts to train on; all are predicted
     * @return probabilities, {@code [texts][roles]}
     */
    public static double[][] probabilities(List<String> texts, int[] labels, boolean[] learnt, int roles, long seed) {
        TextVectors vectors = TextVectors.of(texts);
        SplittableRandom random = new SplittableRandom(seed);
        int[] fold =
                IntStream.range(0, texts.size()).map(i -> random.nextInt(FOLDS)).toArray();
        double[][] probabilities = new double[texts.size()][];
        IntStream.range(0, FOLDS).parallel().forEach(left -> {
            int[] others = IntStream.range(0, fold.length)
                    .filter(i -> fold[i] != left && learnt[i])
                    .toArray();
            LinearModel model = LinearModel.train(vectors, others, labels, roles, seed);
            for (int text = 0; text < fold.length; text++) {
                if (fold[text] == left) {
                    probabilities[text] = model.probabilities(vectors, text);
                }
            }
        });
        return probabilities;
    }
}
