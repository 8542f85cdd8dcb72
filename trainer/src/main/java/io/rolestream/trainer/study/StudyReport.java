package io.rolestream.trainer.study;

import io.rolestream.common.text.Counted;
import io.rolestream.common.text.Printable;
import io.rolestream.evaluation.comparison.AnswerScores;
import io.rolestream.evaluation.comparison.ComparedLabeller;
import io.rolestream.evaluation.comparison.Comparison;
import io.rolestream.evaluation.comparison.Versus;
import io.rolestream.evaluation.comparison.report.Shown;
import io.rolestream.evaluation.scores.ConfusionMatrix;
import io.rolestream.evaluation.scores.Figures;
import io.rolestream.trainer.study.tuning.Grid;
import io.rolestream.trainer.study.tuning.GridSearch;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Prints a study for people. */
public final class StudyReport {
    private static final int MOST_ANSWERS = 12;

    private final StudyResult result;
    private final PrintWriter out;

    private StudyReport(StudyResult result, PrintWriter out) {
        this.result = result;
        this.out = out;
    }

    public static void print(StudyResult result, PrintWriter out) {
        StudyReport report = new StudyReport(result, out);
        report.data();
        report.scores(
                "All " + Counted.of(result.rows(), "row"),
                result.onAll(),
                IntStream.range(0, result.rows()).toArray());
        int[] test = result.split().test();
        report.scores("The test set, " + Counted.of(test.length, "row"), result.onTest(), test);
        report.meaning();
        report.raw();
        report.grid();
        report.confusions("all", result.onAll());
        report.confusions("test set", result.onTest());
        report.notRun();
        out.flush();
    }

    private void data() {
        line(
                "The first study's protocol on %s: %s, %,d to train and %,d to test on, split as scikit-learn's"
                        + " train_test_split(test_size=0.2, random_state=42) does.",
                result.data().source(),
                Counted.of(result.rows(), "resume"),
                result.split().train().length,
                result.split().test().length);
        if (result.data().missing() > 0) {
            line(
                    "%,d without skills: judged as \"nan\", as in the study.",
                    result.data().missing());
        }
        if (result.data().unreadable() > 0) {
            line("%s left out.", Counted.of(result.data().unreadable(), "unreadable row"));
        }
        line("Labels are the votes of the study's rules, so \"accuracy\" is agreement with those rules.");
        line("");
        line("  %-26s %6s %6s %6s", "label", "all", "train", "test");
        IntStream.range(0, result.taxonomy().size())
                .boxed()
                .sorted(Comparator.comparingLong(role ->
                        -Arrays.stream(result.labels()).filter(l -> l == role).count()))
                .forEach(this::label);
    }

    private void label(int role) {
        long train = count(role, result.split().train());
        long test = count(role, result.split().test());
        if (train + test > 0) {
            line("  %-26s %6d %6d %6d", result.role(role), train + test, train, test);
        }
    }

    private long count(int role, int[] rows) {
        return Arrays.stream(rows).filter(row -> result.labels()[row] == role).count();
    }

    /** Precision, recall and F1 are weighted by support, as the study reports them. */
    private void scores(String title, Comparison comparison, int[] rows) {
        boolean truths = result.data().haveTruths();
        line("");
        line("%s", title);
        line(
                "  %-26s %-25s %9s %7s %7s %9s %8s%s",
                "", "accuracy (95 %)", "precision", "recall", "F1", "macro-F1", "p", truths ? "  true role" : "");
        for (ComparedLabeller labeller : comparison.compared()) {
            AnswerScores scores = scores(labeller);
            Versus versus = labeller.versus();
            line(
                    "  %-26s %-25s %9.4f %7.4f %7.4f %9.4f %8s%s",
                    labeller.name(),
                    String.format(Locale.ROOT, "%.4f (%s)", scores.accuracy().value(), Shown.range(scores.accuracy())),
                    scores.weighted().precision(),
                    scores.weighted().recall(),
                    scores.weighted().f1(),
                    scores.macroF1().value(),
                    versus == null ? "" : Shown.p(versus.accuracyHolm()),
                    truths ? trueRoles(labeller.name(), rows) : "");
        }
        line(
                "  p: that the difference in accuracy from the constant is chance (McNemar's exact test, Holm-corrected).");
    }

    private String trueRoles(String name, int[] rows) {
        return String.format(
                Locale.ROOT, "%11.3f", result.truthOf(result.find(name).orElseThrow(), rows));
    }

    static AnswerScores scores(ComparedLabeller labeller) {
        return Objects.requireNonNull(labeller.scores());
    }

    private void meaning() {
        line("");
        line("What these figures mean");
        StudyMeaning.sentences(result).forEach(sentence -> line("  - %s", sentence));
    }

    private void raw() {
        for (LabellerResult labeller : result.labellers()) {
            if (!labeller.raw().isEmpty()) {
                line("");
                line("What %s wrote, before answers that are no role became Other", labeller.name());
                Map<String, Integer> counts = counts(labeller.raw());
                counts.entrySet().stream()
                        .limit(MOST_ANSWERS)
                        .forEach(entry -> line("  %5d  %s", entry.getValue(), Printable.line(entry.getKey())));
                if (counts.size() > MOST_ANSWERS) {
                    line("         and %d others", counts.size() - MOST_ANSWERS);
                }
            }
        }
    }

    /** Most frequent first. */
    static Map<String, Integer> counts(List<String> answers) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        answers.forEach(answer -> counts.merge(answer, 1, Integer::sum));
        Map<String, Integer> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private void grid() {
        Grid grid = result.grid();
        if (grid == null || grid.entries().compared().isEmpty()) {
            return;
        }
        line("");
        line(
                "The study's own next steps: %s, %d-fold cross-validation on the %d training rows alone",
                grid.base(), GridSearch.FOLDS, result.split().train().length);
        line("  %-52s %-8s %-25s %s", "", "accuracy", "macro-F1 (95 %)", "p");
        Comparison.Baseline constant = grid.entries().knownBaseline();
        line(
                "  %-52s %-8.3f %s",
                "always " + constant.role(),
                constant.scores().accuracy().value(),
                Figures.interval(constant.scores().macroF1()));
        for (ComparedLabeller entry : grid.entries().compared()) {
            Versus versus = entry.versus();
            line(
                    "  %-52s %-8.3f %-25s %s",
                    entry.name(),
                    scores(entry).accuracy().value(),
                    Figures.interval(scores(entry).macroF1()),
                    versus == null ? "" : Shown.p(versus.macroF1Holm()));
        }
        line(
                "  p: that the difference in macro-F1 from \"%s\" is chance (paired permutations, Holm-corrected).",
                grid.entries().compared().get(0).name());
    }

    private void confusions(String set, Comparison comparison) {
        for (ComparedLabeller labeller : comparison.compared()) {
            boolean shown = comparison == result.onAll()
                    || result.onAll().runs().stream()
                            .noneMatch(run -> run.name().equals(labeller.name()));
            if (shown && Study.isOfStudy(labeller.name())) {
                line("");
                line("%s, %s: each label, and its answers", labeller.name(), set);
                confusion(scores(labeller).confusion());
            }
        }
    }

    private void confusion(ConfusionMatrix confusion) {
        for (int truth = 0; truth < result.taxonomy().size(); truth++) {
            int label = truth;
            if (confusion.support(label) > 0) {
                String answers = IntStream.range(0, result.taxonomy().size())
                        .boxed()
                        .filter(answer -> confusion.count(label, answer) > 0)
                        .sorted(Comparator.comparingLong(answer -> -confusion.count(label, answer)))
                        .map(answer -> result.role(answer) + " " + confusion.count(label, answer))
                        .collect(Collectors.joining(", "));
                line("  %-26s %s", result.role(label), answers);
            }
        }
    }

    private void notRun() {
        List<LabellerResult> missing = result.labellers().stream()
                .filter(labeller -> labeller.notRun() != null)
                .toList();
        if (!missing.isEmpty()) {
            line("");
            line("Not run");
            missing.forEach(
                    labeller -> line("  %-26s %s", labeller.name(), Printable.line(String.valueOf(labeller.notRun()))));
        }
    }

    private void line(String format, Object... values) {
        out.println(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
    }
}
