package io.rolestream.engine.training.alignment.ppo;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which numbers of padded rows belong to answers: the first ones of each row. The others are never read.
 * Log-probabilities and values have the same: the critic values what precedes each token, and nothing after the last.
 *
 * @param lengths the numbers of each row; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AnswerMask(int[] lengths) {
    /** Keeps a variance of 0 from dividing by 0, as in TRL. */
    private static final double TINY = 1e-8;

    /** How many numbers there are. */
    public int count() {
        int count = 0;
        for (int length : lengths) {
            count += length;
        }
        return count;
    }

    /**
     * The mean of all numbers that belong to answers, each counting the same.
     *
     * @param rows {@code [answers][at least their length]}
     */
    public double mean(double[][] rows) {
        double sum = 0;
        for (int i = 0; i < lengths.length; i++) {
            for (int t = 0; t < lengths[i]; t++) {
                sum += rows[i][t];
            }
        }
        return sum / count();
    }

    /** All numbers that belong to answers, one answer after the other. */
    double[] joined(double[][] rows) {
        return IntStream.range(0, lengths.length)
                .mapToObj(i -> Arrays.copyOf(rows[i], lengths[i]))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    /** The numbers minus their mean, divided by their standard deviation; 0 in the padding. */
    public double[][] whitened(double[][] rows) {
        double mean = mean(rows);
        double[][] result = new double[rows.length][];
        double squares = 0;
        for (int i = 0; i < lengths.length; i++) {
            result[i] = new double[rows[i].length];
            for (int t = 0; t < lengths[i]; t++) {
                result[i][t] = rows[i][t] - mean;
                squares += result[i][t] * result[i][t];
            }
        }
        double scale = 1 / Math.sqrt(squares / count() + TINY);
        for (double[] row : result) {
            for (int t = 0; t < row.length; t++) {
                row[t] *= scale;
            }
        }
        return result;
    }
}
