package io.rolestream.matching.judge;

import org.jspecify.annotations.Nullable;

/**
 * How well a description suits a resume, each figure by its own rule. Shares are from 0 to 1.
 *
 * @param role whether the rules find the resume's role in the description; null if the resume's is unknown
 * @param skillPrecision share of the description's skills that the resume names; 0 if it names none
 * @param skillRecall share of the resume's skills that the description names; 0 if the resume names none
 * @param invented share of the description's skills that neither the resume names nor the rules give to its role; 0 if
 *     it names none
 * @param copied share of the description's words in spans of {@value CopiedSpans#SPAN} words or more, or of the whole
 *     if it is shorter, that the resume has as well; 0 if it is empty
 * @param longestCopy the longest span of words that is in both
 * @param distinct2 different pairs of neighbouring words by all pairs (Li et al. 2016); 0 with fewer than two words
 * @param words how many
 * @param judge the score of the judge's model; null without one
 * @param reward the score of the reward model; null without one
 */
public record DescriptionMeasures(
        @Nullable Boolean role,
        double skillPrecision,
        double skillRecall,
        double invented,
        double copied,
        int longestCopy,
        double distinct2,
        int words,
        @Nullable Float judge,
        @Nullable Float reward) {
    /** The harmonic mean of precision and recall; 0 if both are. */
    public double skillF1() {
        double sum = skillPrecision + skillRecall;
        return sum == 0 ? 0 : 2 * skillPrecision * skillRecall / sum;
    }

    /** The same with the scores of models. */
    public DescriptionMeasures withScores(@Nullable Float newJudge, @Nullable Float newReward) {
        return new DescriptionMeasures(
                role,
                skillPrecision,
                skillRecall,
                invented,
                copied,
                longestCopy,
                distinct2,
                words,
                newJudge,
                newReward);
    }
}
