package io.rolestream.evaluation.comparison.report;

import io.rolestream.evaluation.comparison.Comparison;
import java.util.List;

/** How the figures are computed, in sentences. */
public final class Methods {
    public static final List<String> SHORT = List.of(
            "An abstention counts as an answer: the fallback. Averages are scikit-learn's, over the roles that occur in"
                    + " truth or answers.");

    public static final List<String> ALL = List.of(
            "Every labeller answered the same texts. Where it abstained or failed, its answer is the fallback role, and"
                    + " counts. Coverage is the share of texts that it did not abstain on.",
            "Precision, recall and F1 are scikit-learn's with zero_division=0. Macro averages are over the roles that"
                    + " occur in the truth or in the labeller's answers; weighted averages weight each role by its"
                    + " number of texts.",
            "The interval of the accuracy is Wilson's; the others are the 2.5 and 97.5 % percentiles of "
                    + Shown.count(Comparison.RESAMPLES)
                    + " bootstrap resamples of the texts, moved by the distance of the figure from their median. All"
                    + " labellers have the same resamples, so that differences are paired.",
            "Differences in accuracy are tested by McNemar's exact test, which is also the paired permutation test of"
                    + " accuracy. Differences in macro-F1 are tested by " + Shown.count(Comparison.PERMUTATIONS)
                    + " random swaps of the two answers of a text, or by all swaps if no more than 13 texts got"
                    + " different answers. Holm's correction is over the labellers that are compared with the first,"
                    + " for each of the two tests by itself.",
            "The calibration error is the mean distance between confidence and accuracy over bins of equal mass: at most"
                    + " 15, with at least 20 answers each; answers of equal confidence are in the order of the file."
                    + " Abstentions are left out.",
            "Texts per second is measured from the first text to the last answer, without opening the labeller, which"
                    + " has the machine for itself.",
            "The baseline gives every text the most frequent of the right roles. It knows the answers, so a labeller can"
                    + " be worse.",
            "predictions.jsonl has the answer of every labeller to every text; all figures but the speed follow from"
                    + " it.");

    private Methods() {}
}
