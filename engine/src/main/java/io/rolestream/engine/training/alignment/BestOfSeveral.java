package io.rolestream.engine.training.alignment;

import java.util.ArrayList;
import java.util.List;

/**
 * The best and the worst of several answers to each prompt, by a score. The best ones are what best-of-n answers with,
 * and what a decoder can be fine-tuned on; the pairs are what iterated DPO compares.
 *
 * @param best where the first of the answers with the highest score is
 * @param worst where the first of those with the lowest score is; the same as the best where all scores are equal
 */
public record BestOfSeveral(int best, int worst) {
    /**
     * Looks at the answers to one prompt after the other.
     *
     * @param scores of all answers, finite
     * @param samples the number of answers to each prompt, at least 1
     * @return for each prompt, the places of two among all answers
     * @throws IllegalArgumentException if the answers are not so many to each prompt, or a score is not finite
     */
    public static List<BestOfSeveral> of(double[] scores, int samples) {
        if (samples < 1 || scores.length % samples != 0) {
            throw new IllegalArgumentException(scores.length + " answers are not " + samples + " to each prompt");
        }
        List<BestOfSeveral> result = new ArrayList<>();
        for (int first = 0; first < scores.length; first += samples) {
            int best = first;
            int worst = first;
            for (int i = first; i < first + samples; i++) {
                if (!Double.isFinite(scores[i])) {
                    throw new IllegalArgumentException("answer " + i + " has a score of " + scores[i]);
                }
                best = scores[i] > scores[best] ? i : best;
                worst = scores[i] < scores[worst] ? i : worst;
            }
            result.add(new BestOfSeveral(best, worst));
        }
        return result;
    }

    /** The best answer to each prompt, in the order of the prompts. */
    public static List<SampledAnswer> best(List<SampledAnswer> answers, double[] scores, int samples) {
        return of(scores, samples).stream().map(one -> answers.get(one.best())).toList();
    }
}
