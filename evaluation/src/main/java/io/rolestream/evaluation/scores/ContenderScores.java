package io.rolestream.evaluation.scores;

import io.rolestream.evaluation.significance.Estimate;

/**
 * The scores of one contender.
 *
 * @param confusion how often each role was answered for items of each true role
 * @param scores the scores that follow from it; {@link Scores#majority} is the baseline that answers the most frequent
 *     role
 * @param macro averages in which every role counts the same
 * @param weighted averages in which every item counts the same
 * @param accuracy with its interval
 * @param macroF1 with its interval
 * @param shuffledMacroF1 the expected macro-F1 if the same answers were shuffled over the items, which is the score
 *     reachable without reading the texts
 */
public record ContenderScores(
        ConfusionMatrix confusion,
        Scores scores,
        Averages macro,
        Averages weighted,
        Estimate accuracy,
        Estimate macroF1,
        double shuffledMacroF1) {
    static ContenderScores of(ConfusionMatrix confusion, Bootstrap.Samples samples) {
        Scores scores = Scores.of(confusion);
        return new ContenderScores(
                confusion,
                scores,
                Averages.macro(scores),
                Averages.weighted(scores),
                Estimate.of(scores.accuracy(), samples.accuracy()),
                Estimate.of(scores.macroF1(), samples.macroF1()),
                shuffled(scores));
    }

    /**
     * Dealt at random, an answer's precision is its role's share of the items, and a role's recall is its share of the
     * answers.
     */
    private static double shuffled(Scores scores) {
        return scores.labels().stream()
                .filter(LabelScores::occurs)
                .mapToDouble(label -> 2.0
                        * label.support()
                        * label.predicted()
                        / (label.support() + label.predicted())
                        / scores.total())
                .average()
                .orElse(0);
    }

    /**
     * The better of the two baselines that know nothing of the texts: the majority's macro-F1 and that of shuffled
     * answers.
     */
    public double baselineMacroF1() {
        return Math.max(scores.majority().macroF1(), shuffledMacroF1);
    }
}
