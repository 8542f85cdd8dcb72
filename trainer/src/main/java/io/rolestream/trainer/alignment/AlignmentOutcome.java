package io.rolestream.trainer.alignment;

import io.rolestream.evaluation.significance.BootstrapMeans;
import io.rolestream.evaluation.significance.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One answer to each validation resume by the generator, and one by the aligned model.
 *
 * @param before in the order of the resumes
 * @param after likewise
 */
record AlignmentOutcome(AnswerSummary before, AnswerSummary after) {
    /**
     * A score's means, and the mean of the differences.
     *
     * @param difference with an interval of 95 % over resumes
     */
    record Change(String name, double before, double after, Estimate difference) {
        private static Change of(String name, double[] before, double[] after) {
            double[] differences = new double[before.length];
            Arrays.setAll(differences, i -> after[i] - before[i]);
            return new Change(
                    name,
                    Arrays.stream(before).average().orElse(0),
                    Arrays.stream(after).average().orElse(0),
                    BootstrapMeans.clustered(IntStream.range(0, before.length).toArray())
                            .of(differences));
        }

        String line() {
            return String.format(
                    Locale.ROOT,
                    "%s: %.4f before, %.4f after, difference %.4f [%.4f, %.4f]",
                    name,
                    before,
                    after,
                    difference.value(),
                    difference.lower(),
                    difference.upper());
        }

        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %.4f | %.4f | %.4f [%.4f, %.4f] |%n",
                    name,
                    before,
                    after,
                    difference.value(),
                    difference.lower(),
                    difference.upper());
        }
    }

    /**
     * Whether the judge, or without one the reward, likes the answers better on average than those of the generator.
     */
    boolean isBetter() {
        return after.decidingScore() > before.decidingScore();
    }

    /** That of the reward, and of the judge if there is one. */
    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        changes.add(Change.of("reward", before.rewards(), after.rewards()));
        double[] judgedBefore = before.judged();
        double[] judgedAfter = after.judged();
        if (judgedBefore != null && judgedAfter != null) {
            changes.add(Change.of("judge", judgedBefore, judgedAfter));
        }
        return changes;
    }
}
