package io.rolestream.evaluation.comparison.report;

import io.rolestream.evaluation.comparison.AnswerScores;
import io.rolestream.evaluation.comparison.ComparedLabeller;
import io.rolestream.evaluation.comparison.Comparison;
import io.rolestream.evaluation.comparison.ConfidenceScores;
import io.rolestream.evaluation.comparison.LabellerRun;
import io.rolestream.evaluation.comparison.SelectiveAccuracy;
import io.rolestream.evaluation.comparison.SelectiveAccuracy.Point;
import io.rolestream.evaluation.comparison.Versus;
import io.rolestream.evaluation.scores.Averages;
import io.rolestream.evaluation.scores.LabelScores;
import io.rolestream.evaluation.significance.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The tables of a comparison. */
public final class Sheets {
    private static final String INTERVAL = "95 % interval";
    private static final String BASELINE = "baseline";

    private Sheets() {}

    /** A column: a labeller, or the baseline, which has scores alone. */
    private record Column(
            String name,
            @Nullable AnswerScores scores,
            @Nullable ComparedLabeller labeller,
            double agreement) {
        static List<Column> of(Comparison comparison) {
            List<Column> columns = new ArrayList<>();
            List<ComparedLabeller> compared = comparison.compared();
            for (int i = 0; i < compared.size(); i++) {
                ComparedLabeller one = compared.get(i);
                columns.add(new Column(
                        one.name(), one.scores(), one, comparison.agreement().share()[0][i]));
            }
            Comparison.Baseline baseline = comparison.baseline();
            if (baseline != null) {
                columns.add(new Column(BASELINE, baseline.scores(), null, Double.NaN));
            }
            return columns;
        }

        String score(Function<AnswerScores, String> figure) {
            return scores == null ? Shown.NOTHING : figure.apply(scores);
        }

        String run(Function<LabellerRun, String> figure) {
            return labeller == null ? Shown.NOTHING : figure.apply(labeller.run());
        }

        String versus(Function<Versus, String> figure) {
            Versus versus = labeller == null ? null : labeller.versus();
            return versus == null ? Shown.NOTHING : figure.apply(versus);
        }

        String confidence(Function<ConfidenceScores, String> figure) {
            ConfidenceScores confidence = labeller == null ? null : labeller.confidence();
            return confidence == null ? Shown.NOTHING : figure.apply(confidence);
        }
    }

    /** The figures to look at first; a row for each labeller. */
    public static Sheet summary(Comparison comparison) {
        List<Sheet.Row> rows = new ArrayList<>();
        for (Column column : Column.of(comparison)) {
            rows.add(new Sheet.Row(
                    column.name(),
                    List.of(
                            column.score(s -> Shown.score(s.accuracy().value())),
                            column.score(s -> Shown.range(s.accuracy())),
                            column.score(s -> Shown.score(s.macroF1().value())),
                            column.versus(v -> Shown.difference(v.accuracy().value())),
                            column.versus(v -> Shown.p(v.accuracyHolm())),
                            column.run(run -> Shown.rate(run.textsPerSecond()))),
                    false));
        }
        return new Sheet(
                "Summary",
                List.of(),
                "labeller",
                List.of("accuracy", INTERVAL, "macro-F1", "accuracy against the first", "p (Holm)", "texts per second"),
                rows);
    }

    /** All figures of all labellers. */
    public static Sheet scores(Comparison comparison) {
        List<Column> columns = Column.of(comparison);
        Sheet.Rows<Column> rows = new Sheet.Rows<>(columns);
        String first = comparison.compared().get(0).name();
        boolean several = comparison.compared().size() > 1;
        if (comparison.hasTruth()) {
            estimate(rows, "accuracy", AnswerScores::accuracy);
            averages(rows, "macro", AnswerScores::macro);
            estimate(rows, "macro-F1", AnswerScores::macroF1);
            averages(rows, "weighted", AnswerScores::weighted);
            estimate(rows, "weighted F1", AnswerScores::weightedF1);
        }
        if (comparison.hasTruth() && several) {
            difference(rows, "accuracy against " + first, Versus::accuracy);
            rows.detail("p, McNemar's exact test", column -> column.versus(v -> Shown.p(v.accuracyP())))
                    .detail("p, Holm-corrected", column -> column.versus(v -> Shown.p(v.accuracyHolm())));
            difference(rows, "macro-F1 against " + first, Versus::macroF1);
            rows.detail("p, paired permutations", column -> column.versus(v -> Shown.p(v.macroF1P())))
                    .detail("p, Holm-corrected", column -> column.versus(v -> Shown.p(v.macroF1Holm())));
        }
        if (several) {
            rows.add("agreement with " + first, column -> Shown.score(column.agreement()));
        }
        rows.add(
                "coverage",
                column -> column.run(run -> Shown.score(run.answers().coverage())));
        if (comparison.hasTruth()) {
            rows.add("calibration error (ECE)", column -> column.confidence(c -> Shown.score(ece(c))));
        }
        rows.add("texts per second", column -> column.run(run -> Shown.rate(run.textsPerSecond())))
                .add("parameters", column -> column.run(run -> Shown.parameters(run.parameters())))
                .add("time to open", column -> column.run(run -> Shown.seconds(run.openingSeconds())));
        countIfAny(rows, comparison, "texts that it failed on", LabellerRun::failedTexts);
        countIfAny(rows, comparison, "texts not read to the end", LabellerRun::cutTexts);
        Comparison.Baseline baseline = comparison.baseline();
        List<String> notes = baseline == null
                ? List.of()
                : List.of("Baseline: always \"" + baseline.role() + "\", the most frequent of the right roles.");
        return new Sheet("Scores", notes, "", columns.stream().map(Column::name).toList(), rows.rows());
    }

    private static double ece(ConfidenceScores confidence) {
        return confidence.answers() == 0 ? Double.NaN : confidence.ece();
    }

    private static void averages(Sheet.Rows<Column> rows, String kind, Function<AnswerScores, Averages> of) {
        rows.add(
                        kind + " precision",
                        column -> column.score(s -> Shown.score(of.apply(s).precision())))
                .add(
                        kind + " recall",
                        column -> column.score(s -> Shown.score(of.apply(s).recall())));
    }

    private static void estimate(Sheet.Rows<Column> rows, String title, Function<AnswerScores, Estimate> of) {
        rows.add(title, column -> column.score(s -> Shown.score(of.apply(s).value())))
                .detail(INTERVAL, column -> column.score(s -> Shown.range(of.apply(s))));
    }

    private static void difference(Sheet.Rows<Column> rows, String title, Function<Versus, Estimate> of) {
        rows.add(
                        title,
                        column ->
                                column.versus(v -> Shown.difference(of.apply(v).value())))
                .detail(INTERVAL, column -> column.versus(v -> Shown.signedRange(of.apply(v))));
    }

    private static void countIfAny(
            Sheet.Rows<Column> rows, Comparison comparison, String title, Function<LabellerRun, Integer> count) {
        if (comparison.compared().stream().anyMatch(one -> count.apply(one.run()) > 0)) {
            rows.add(title, column -> column.run(run -> Shown.count(count.apply(run))));
        }
    }

    /** F1 of each role that occurs. */
    public static Sheet roles(Comparison comparison) {
        List<Column> columns = Column.of(comparison);
        List<String> names = new ArrayList<>(List.of("texts"));
        comparison.compared().forEach(one -> names.add(one.name()));
        List<Sheet.Row> rows = new ArrayList<>();
        int[] order = IntStream.range(0, comparison.texts().taxonomy().size())
                .filter(role ->
                        columns.stream().anyMatch(column -> label(column, role).occurs()))
                .boxed()
                .sorted((a, b) -> Long.compare(
                        label(columns.get(0), b).support(),
                        label(columns.get(0), a).support()))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int role : order) {
            List<String> cells = new ArrayList<>(
                    List.of(Shown.count(label(columns.get(0), role).support())));
            for (int i = 0; i < comparison.compared().size(); i++) {
                LabelScores label = label(columns.get(i), role);
                cells.add(label.occurs() ? Shown.score(label.f1()) : Shown.NOTHING);
            }
            rows.add(new Sheet.Row(label(columns.get(0), role).label(), cells, false));
        }
        return new Sheet(
                "F1 of each role",
                List.of(Shown.NOTHING + ": no text has this role, and the labeller never answered it."),
                "role",
                names,
                rows);
    }

    private static LabelScores label(Column column, int role) {
        return Objects.requireNonNull(column.scores()).scores().labels().get(role);
    }

    /** Precision and recall of one labeller. */
    public static Sheet rolesOf(ComparedLabeller labeller) {
        List<Sheet.Row> rows = Objects.requireNonNull(labeller.scores()).scores().bySupport().stream()
                .filter(LabelScores::occurs)
                .map(role -> new Sheet.Row(
                        role.label(),
                        List.of(
                                Shown.count(role.support()),
                                Shown.count(role.predicted()),
                                Shown.score(role.precision()),
                                Shown.score(role.recall()),
                                Shown.score(role.f1())),
                        false))
                .toList();
        return new Sheet(
                "Roles: " + labeller.name(),
                List.of(),
                "role",
                List.of("texts", "answers", "precision", "recall", "F1"),
                rows);
    }

    /** Accuracy of the answers that are confident enough. */
    public static Sheet selective(Comparison comparison) {
        return thresholds(
                comparison,
                "Only answers with enough confidence",
                "Accuracy of the answers with at least this confidence, and the share of texts that have one.",
                point -> point.answers() == 0
                        ? Shown.NOTHING
                        : Shown.score(point.accuracy()) + " on " + Math.round(100 * point.coverage()) + " %");
    }

    /** Accuracy on all texts. */
    public static Sheet withFallback(Comparison comparison) {
        String fallback = comparison.texts().taxonomy().fallback().name();
        return thresholds(
                comparison,
                "Less confident answers become " + fallback,
                "Accuracy on all texts if answers with less confidence become \"" + fallback
                        + "\", as label.min.confidence does.",
                point -> Shown.score(point.accuracyOfAll()));
    }

    private static Sheet thresholds(Comparison comparison, String title, String note, Function<Point, String> figure) {
        List<Sheet.Row> rows = new ArrayList<>();
        for (float threshold : SelectiveAccuracy.THRESHOLDS) {
            List<String> cells = new ArrayList<>();
            for (ComparedLabeller one : comparison.compared()) {
                cells.add(figure.apply(
                        Objects.requireNonNull(one.confidence()).selective().at(threshold)));
            }
            if (comparison.compared().stream()
                    .anyMatch(one -> Objects.requireNonNull(one.confidence())
                                    .selective()
                                    .at(threshold)
                                    .answers()
                            > 0)) {
                rows.add(new Sheet.Row(threshold == 0 ? "any" : Float.toString(threshold), cells, false));
            }
        }
        return new Sheet(
                title,
                List.of(note),
                "confidence",
                comparison.compared().stream().map(ComparedLabeller::name).toList(),
                rows);
    }

    /** How often each pair of labellers agrees. */
    public static Sheet agreement(Comparison comparison) {
        List<String> names =
                comparison.compared().stream().map(ComparedLabeller::name).toList();
        List<Sheet.Row> rows = new ArrayList<>();
        for (int a = 0; a < names.size(); a++) {
            List<String> cells = new ArrayList<>();
            for (int b = 0; b < names.size(); b++) {
                double kappa = comparison.agreement().kappa()[a][b];
                cells.add(
                        a == b
                                ? Shown.NOTHING
                                : Shown.score(comparison.agreement().share()[a][b]) + " (" + Shown.score(kappa) + ")");
            }
            rows.add(new Sheet.Row(names.get(a), cells, false));
        }
        return new Sheet(
                "Agreement",
                List.of("Share of texts with the same answer, and in brackets Cohen's kappa, which leaves out what"
                        + " chance explains: 0 is chance, 1 is always."),
                "",
                names,
                rows);
    }
}
