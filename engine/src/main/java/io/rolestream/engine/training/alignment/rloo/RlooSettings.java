package io.rolestream.engine.training.alignment.rloo;

import io.rolestream.engine.training.alignment.AnswerSampling;

/**
 * How RLOO learns.
 *
 * @param samples answers to each prompt, at least 2
 * @param beta the weight of the KL divergence from the reference inside the reward, 0 or more; small models collapse at
 *     0
 * @param clip how far from 1 a ratio of probabilities still counts, above 0 and below 1
 * @param sampling how answers are drawn
 */
public record RlooSettings(int samples, double beta, double clip, AnswerSampling sampling) {
    public RlooSettings {
        if (samples < 2) {
            throw new IllegalArgumentException("the other answers are the baseline, so there must be at least 2 answers"
                    + " to each prompt, not " + samples);
        }
        if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("beta must be finite and at least 0, not " + beta);
        }
        if (!(clip > 0 && clip < 1)) {
            throw new IllegalArgumentException("ratios are clipped at a distance above 0 and below 1, not " + clip);
        }
    }

    /** 4 samples, beta 0.05, clipping at 0.2. */
    public static RlooSettings usual(AnswerSampling sampling) {
        return new RlooSettings(4, 0.05, 0.2, sampling);
    }
}
