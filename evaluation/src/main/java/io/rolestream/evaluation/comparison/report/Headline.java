package io.rolestream.evaluation.comparison.report;

import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.comparison.AnswerScores;
import io.rolestream.evaluation.comparison.ComparedLabeller;
import io.rolestream.evaluation.comparison.Comparison;
import io.rolestream.evaluation.significance.Holm;
import io.rolestream.evaluation.significance.McNemar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a comparison means, in sentences: which labeller is best, and whether chance explains the difference. */
public final class Headline {
    private static final double SIGNIFICANT = 0.05;

    private final Comparison comparison;
    private final List<String> sentences = new ArrayList<>();

    private Headline(Comparison comparison) {
        this.comparison = comparison;
    }

    /** The most important sentence first. */
    public static List<String> of(Comparison comparison) {
        Headline headline = new Headline(comparison);
        if (comparison.compared().isEmpty()) {
            headline.sentences.add("No labeller answered a text, so there is nothing to compare.");
        } else if (comparison.hasTruth()) {
            headline.best();
        } else {
            headline.agreement();
        }
        int missing = comparison.notCompared().size();
        if (missing > 0 && !comparison.compared().isEmpty()) {
            headline.sentences.add(
                    missing == 1 ? "One labeller did not finish." : missing + " labellers did not finish.");
        }
        return headline.sentences;
    }

    private void best() {
        List<ComparedLabeller> ranked = comparison.compared().stream()
                .sorted(Comparator.comparing((ComparedLabeller one) -> -accuracy(one))
                        .thenComparing(one -> -macroF1(one)))
                .toList();
        ComparedLabeller best = ranked.get(0);
        AnswerScores scores = scores(best);
        sentences.add(best.name() + " is " + (ranked.size() > 1 ? "most often right: " : "right ") + "on "
                + Shown.percent(accuracy(best)) + " of "
                + Counted.of(comparison.texts().size(), "text") + " (95 % interval "
                + Shown.percent(scores.accuracy().lower()) + " to "
                + Shown.percent(scores.accuracy().upper()) + "), with a macro-F1 of "
                + Shown.score(scores.macroF1().value()) + ".");
        if (ranked.size() > 1) {
            differences(best, ranked.subList(1, ranked.size()));
        }
        baseline(best, ranked);
    }

    private void differences(ComparedLabeller best, List<ComparedLabeller> others) {
        int[] truth = Objects.requireNonNull(comparison.texts().truth());
        double[] p = Holm.corrected(others.stream()
                .mapToDouble(other -> McNemar.of(
                                truth,
                                best.run().answers().roles(),
                                other.run().answers().roles())
                        .p())
                .toArray());
        List<String> equal = new ArrayList<>();
        double least = 1;
        for (int i = 0; i < p.length; i++) {
            if (p[i] >= SIGNIFICANT) {
                equal.add(others.get(i).name());
                least = Math.min(least, p[i]);
            }
        }
        ComparedLabeller next = others.get(0);
        if (equal.isEmpty()) {
            sentences.add("That is better than chance explains: the next, " + next.name() + ", is right on "
                    + Shown.percent(accuracy(next)) + " (" + Shown.pIs(p[0]) + ", McNemar's test, Holm-corrected).");
        } else if (equal.size() == 1 && accuracy(others.get(0)) == accuracy(best)) {
            sentences.add(equal.get(0) + " is right equally often.");
        } else {
            sentences.add("On these texts it cannot be told apart from " + listed(equal)
                    + ": chance can explain the difference in accuracy (p = " + Shown.score(least)
                    + (equal.size() > 1 ? " or more" : "") + ", McNemar's test, Holm-corrected).");
        }
        ComparedLabeller byMacroF1 = comparison.compared().stream()
                .max(Comparator.comparing(Headline::macroF1))
                .orElseThrow();
        if (macroF1(byMacroF1) > macroF1(best)) {
            sentences.add("By macro-F1, where each role counts the same, " + byMacroF1.name() + " is best: "
                    + Shown.score(macroF1(byMacroF1)) + ".");
        }
    }

    private void baseline(ComparedLabeller best, List<ComparedLabeller> ranked) {
        Comparison.Baseline baseline = comparison.knownBaseline();
        double share = baseline.scores().accuracy().value();
        String always = "Always answering \"" + baseline.role() + "\" is right on " + Shown.percent(share);
        if (scores(best).accuracy().lower() <= share) {
            sentences.add(always + ": no labeller is clearly better than that.");
            return;
        }
        List<String> worse = ranked.stream()
                .filter(one -> scores(one).accuracy().lower() <= share)
                .map(ComparedLabeller::name)
                .toList();
        sentences.add(always
                + (worse.isEmpty()
                        ? "."
                        : ", and " + listed(worse) + (worse.size() == 1 ? " is" : " are") + " not clearly better."));
    }

    private void agreement() {
        sentences.add("The right roles are unknown, so this says how often labellers agree, not which of them is right;"
                + " name the column that has the roles with --labels.");
        List<ComparedLabeller> compared = comparison.compared();
        double[][] share = comparison.agreement().share();
        int least = 1;
        for (int i = 2; i < compared.size(); i++) {
            least = share[0][i] < share[0][least] ? i : least;
        }
        if (compared.size() > 1) {
            sentences.add(compared.get(0).name() + " and " + compared.get(least).name() + " give the same answer on "
                    + Shown.percent(share[0][least]) + " of "
                    + Counted.of(comparison.texts().size(), "text")
                    + (compared.size() > 2
                            ? "; with the others, " + compared.get(0).name() + " agrees more often."
                            : "."));
        }
    }

    private static String listed(List<String> names) {
        return names.size() == 1
                ? names.get(0)
                : names.subList(0, names.size() - 1).stream().collect(Collectors.joining(", ")) + " and "
                        + names.get(names.size() - 1);
    }

    private static AnswerScores scores(ComparedLabeller one) {
        return Objects.requireNonNull(one.scores());
    }

    private static double accuracy(ComparedLabeller one) {
        return scores(one).accuracy().value();
    }

    private static double macroF1(ComparedLabeller one) {
        return scores(one).macroF1().value();
    }
}
