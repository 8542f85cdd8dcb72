package io.rolestream.engine.training.alignment;

import java.util.List;

/** How good answers are: a reward model, rules, or a judge that is never trained on. */
@FunctionalInterface
public interface AnswerReward {
    /**
     * The same answers must have the same scores in a resumed training.
     *
     * @param answers that have an end; others have a fixed score
     * @return a finite score for each
     */
    double[] of(List<SampledAnswer> answers);

    /** The scores of all answers, {@link AnswerSampling#withoutEnd} for those that have no end. */
    default double[] scores(List<SampledAnswer> answers, AnswerSampling sampling) {
        List<SampledAnswer> ended =
                answers.stream().filter(SampledAnswer::ended).toList();
        double[] rewards = ended.isEmpty() ? new double[0] : of(ended);
        if (rewards.length != ended.size()) {
            throw new IllegalStateException(ended.size() + " answers have " + rewards.length + " rewards");
        }
        double[] scores = new double[answers.size()];
        int at = 0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = answers.get(i).ended() ? rewards[at++] : sampling.withoutEnd();
        }
        return scores;
    }
}
