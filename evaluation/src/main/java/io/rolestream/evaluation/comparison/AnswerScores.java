package io.rolestream.evaluation.comparison;

import io.rolestream.evaluation.scores.Averages;
import io.rolestream.evaluation.scores.Bootstrap;
import io.rolestream.evaluation.scores.ConfusionMatrix;
import io.rolestream.evaluation.scores.Scores;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.evaluation.significance.Wilson;
import io.rolestream.rules.role.Taxonomy;
import java.util.stream.IntStream;

/**
 * How good the answers on all texts are. An abstention counts as an answer, the fallback.
 *
 * @param macro the mean over the roles that occur as true or answered role; a ratio with denominator 0 is 0
 * @param weighted the mean weighted by the number of texts with that true role
 * @param accuracy with Wilson's interval
 * @param macroF1 with a bootstrap interval
 * @param weightedF1 with a bootstrap interval
 */
public record AnswerScores(
        ConfusionMatrix confusion,
        Scores scores,
        Averages macro,
        Averages weighted,
        Estimate accuracy,
        Estimate macroF1,
        Estimate weightedF1) {
    static AnswerScores of(Taxonomy taxonomy, int[] truth, int[] answers, Bootstrap.Samples samples) {
        ConfusionMatrix confusion = new ConfusionMatrix(taxonomy.names());
        for (int i = 0; i < truth.length; i++) {
            confusion.add(truth[i], answers[i]);
        }
        Scores scores = Scores.of(confusion);
        Averages macro = Averages.macro(scores);
        Averages weighted = Averages.weighted(scores);
        long right = IntStream.range(0, taxonomy.size())
                .mapToLong(role -> confusion.count(role, role))
                .sum();
        return new AnswerScores(
                confusion,
                scores,
                macro,
                weighted,
                Wilson.interval(right, truth.length),
                Estimate.ofShare(macro.f1(), samples.macroF1()),
                Estimate.ofShare(weighted.f1(), samples.weightedF1()));
    }
}
