package io.rolestream.engine.training.alignment.ppo;

import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.alignment.AnswerSampling;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How PPO learns. A round draws answers, and learns from them in several epochs of shuffled minibatches.
 *
 * @param samples answers to each prompt of a round, at least 1
 * @param minibatches of an epoch, at least 1; their sizes differ by one answer at most
 * @param epochs over a round's answers, at least 1
 * @param coefficient of the KL divergence in the first round
 * @param estimator of advantages
 * @param clip how far from 1 a token's ratio of probabilities still counts, above 0 and below 1
 * @param values the critic's loss
 * @param sampling how answers are drawn
 */
public record PpoSettings(
        int samples,
        int minibatches,
        int epochs,
        KlCoefficient coefficient,
        GeneralizedAdvantage estimator,
        double clip,
        ClippedValueLoss values,
        AnswerSampling sampling) {
    private static final double EPSILON = 1e-5;

    public PpoSettings {
        if (samples < 1 || minibatches < 1 || epochs < 1) {
            throw new IllegalArgumentException("samples, minibatches and epochs must be at least 1, not " + samples
                    + ", " + minibatches + " and " + epochs);
        }
        if (!(clip > 0 && clip < 1)) {
            throw new IllegalArgumentException("ratios are clipped at a distance above 0 and below 1, not " + clip);
        }
    }

    /** Four epochs of four minibatches, gamma 1, lambda 0.95, clips at 0.2, and 0.1 of the critic's loss. */
    public static PpoSettings usual(int samples, KlCoefficient coefficient, AnswerSampling sampling) {
        return new PpoSettings(
                samples, 4, 4, coefficient, GeneralizedAdvantage.usual(), 0.2, ClippedValueLoss.usual(), sampling);
    }

    /** Adam without decay, with the epsilon 1e-5. */
    public static TrainingOptions.Optimizer optimizer() {
        return new TrainingOptions.Optimizer(0, 1, EPSILON);
    }

    /** Steps of the optimizer in a round. */
    int stepsOfRound() {
        return epochs * minibatches;
    }

    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("answers to each prompt", Integer.toString(samples));
        facts.put("minibatches of an epoch", Integer.toString(minibatches));
        facts.put("epochs of a round", Integer.toString(epochs));
        facts.put("KL coefficient", coefficient.toString());
        facts.put("gamma and lambda", estimator.gamma() + ", " + estimator.lambda());
        facts.put("ratios clipped at", Double.toString(clip));
        facts.put("values clipped at", Double.toString(values.clip()));
        facts.put("weight of the values' loss", Double.toString(values.weight()));
        facts.put("temperature", Double.toString(sampling.temperature()));
        facts.put("tokens of an answer", Integer.toString(sampling.maxTokens()));
        facts.put("score without an end", Double.toString(sampling.withoutEnd()));
        return facts;
    }
}
