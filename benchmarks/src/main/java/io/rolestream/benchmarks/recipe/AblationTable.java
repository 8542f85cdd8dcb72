package io.rolestream.benchmarks.recipe;

import io.rolestream.benchmarks.recipe.LabelledFile.Item;
import io.rolestream.evaluation.scores.ConfusionMatrix;
import io.rolestream.evaluation.scores.Figures;
import io.rolestream.evaluation.scores.Scores;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Prints variants as a table: means over seeds on all texts with a known role, and the differences to the first variant
 * with 95 % of paired bootstrap resamples of the texts, on the half used for choosing and on the other.
 */
final class AblationTable {
    private static final int RESAMPLES = 1000;

    private final Taxonomy taxonomy;
    private final int[] truth;
    private final int[] chosenBy;
    private final int[] reported;
    private final Map<String, List<DevAnswers>> variants;

    AblationTable(RuleSet rules, List<Item> dev, Map<String, List<DevAnswers>> variants) {
        this.taxonomy = rules.taxonomy();
        this.truth = dev.stream()
                .mapToInt(item -> taxonomy.indexOf(String.valueOf(item.role())))
                .toArray();
        this.chosenBy = half(dev, 0);
        this.reported = half(dev, 1);
        this.variants = variants;
    }

    private static int[] half(List<Item> dev, int half) {
        return IntStream.range(0, dev.size())
                .filter(i -> Character.digit(dev.get(i).contentHash().charAt(31), 16) % 2 == half)
                .toArray();
    }

    void print(PrintStream out) {
        List<DevAnswers> first = variants.values().iterator().next();
        int[] all = IntStream.range(0, truth.length).toArray();
        out.println();
        out.println(
                "| | seeds | rules | model | joint | model, chosen by | model, reported | joint, chosen by | joint, reported |");
        out.println("|---|---|---|---|---|---|---|---|---|");
        variants.forEach((name, answers) -> {
            out.printf(
                    Locale.ROOT,
                    "| %s | %d | %s | %s | %s |",
                    name,
                    answers.size(),
                    scores(answers, DevAnswers::rules, all),
                    scores(answers, DevAnswers::model, all),
                    scores(answers, DevAnswers::joint, all));
            if (answers == first) {
                out.println(" | | | |");
            } else {
                int seeds = Math.min(answers.size(), first.size());
                out.printf(
                        " %s | %s | %s | %s |%n",
                        difference(answers.subList(0, seeds), first.subList(0, seeds), DevAnswers::model, chosenBy),
                        difference(answers.subList(0, seeds), first.subList(0, seeds), DevAnswers::model, reported),
                        difference(answers.subList(0, seeds), first.subList(0, seeds), DevAnswers::joint, chosenBy),
                        difference(answers.subList(0, seeds), first.subList(0, seeds), DevAnswers::joint, reported));
            }
        });
        out.flush();
    }

    private String scores(List<DevAnswers> answers, Function<DevAnswers, int[]> whose, int[] items) {
        double[] means = means(answers, whose, items);
        return String.format(Locale.ROOT, "%.3f / %.3f", means[0], means[1]);
    }

    /** Accuracy and macro-F1. */
    private double[] means(List<DevAnswers> answers, Function<DevAnswers, int[]> whose, int[] items) {
        double[] means = new double[2];
        for (DevAnswers each : answers) {
            int[] given = whose.apply(each);
            ConfusionMatrix matrix = new ConfusionMatrix(taxonomy.names());
            Arrays.stream(items).forEach(i -> matrix.add(truth[i], given[i]));
            Scores scores = Scores.of(matrix);
            means[0] += scores.accuracy() / answers.size();
            means[1] += scores.macroF1() / answers.size();
        }
        return means;
    }

    private String difference(
            List<DevAnswers> of, List<DevAnswers> against, Function<DevAnswers, int[]> whose, int[] items) {
        double[] difference = minus(means(of, whose, items), means(against, whose, items));
        double[][] samples = new double[2][RESAMPLES];
        SplittableRandom random = new SplittableRandom(1);
        for (int sample = 0; sample < RESAMPLES; sample++) {
            int[] drawn = IntStream.range(0, items.length)
                    .map(i -> items[random.nextInt(items.length)])
                    .toArray();
            double[] each = minus(means(of, whose, drawn), means(against, whose, drawn));
            samples[0][sample] = each[0];
            samples[1][sample] = each[1];
        }
        return Figures.difference(Estimate.ofDifference(difference[0], samples[0]))
                + " / "
                + Figures.difference(Estimate.ofDifference(difference[1], samples[1]));
    }

    private static double[] minus(double[] a, double[] b) {
        return new double[] {a[0] - b[0], a[1] - b[1]};
    }
}
