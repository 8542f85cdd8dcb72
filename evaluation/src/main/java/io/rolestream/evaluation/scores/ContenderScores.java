package io.rolestream.evaluation.scores;

import io.rolestream.evaluation.significance.Estimate;

/**
 * The scores of one contender.
 *
 * @param shuffledMacroF1 the expected macro-F1 if the same answers were shuffled over the items, which is reachable
 *     without reading the texts
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
                Estimate.ofShare(scores.accuracy(), samples.accuracy()),
                Estimate.ofShare(scores.macroF1(), samples.macroF1()),
                shuffled(scores));
    }

    /** For shuffled answers, a role's precision is its share of the items, and its recall its share of the answers. */
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

    /** The better of the baselines that ignore the text: the majority role and shuffled answers. */
    public double baselineMacroF1() {
        return Math.max(scores.majority().macroF1(), shuffledMacroF1);
    }
}
