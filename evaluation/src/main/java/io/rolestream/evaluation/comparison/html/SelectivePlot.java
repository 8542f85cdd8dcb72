package io.rolestream.evaluation.comparison.html;

import io.rolestream.evaluation.comparison.ComparedLabeller;
import io.rolestream.evaluation.comparison.Comparison;
import io.rolestream.evaluation.comparison.SelectiveAccuracy.Point;
import io.rolestream.evaluation.report.Svg;
import io.rolestream.evaluation.scores.Figures;
import java.util.List;
import java.util.Objects;

/** Accuracy of a labeller's most confident answers, by their share of all texts. */
final class SelectivePlot {
    private static final List<String> SHARES = List.of("0.00", "0.25", "0.50", "0.75", "1.00");

    private SelectivePlot() {}

    static String of(Comparison comparison) {
        List<ComparedLabeller> compared = comparison.compared();
        Axes axes = new Axes(
                "Accuracy by coverage",
                "Across: coverage. Up: accuracy.",
                SHARES,
                SHARES,
                compared.stream().map(ComparedLabeller::name).toList());
        for (int i = 0; i < compared.size(); i++) {
            ComparedLabeller one = compared.get(i);
            List<Point> curve =
                    Objects.requireNonNull(one.confidence()).selective().curve();
            for (int p = 1; p < curve.size(); p++) {
                Point from = curve.get(p - 1);
                Point to = curve.get(p);
                axes.svg.line(
                        Svg.series(i),
                        Axes.x(from.coverage()),
                        Axes.y(from.accuracy()),
                        Axes.x(to.coverage()),
                        Axes.y(to.accuracy()));
            }
            if (!curve.isEmpty()) {
                Point all = curve.get(curve.size() - 1);
                axes.svg.circle(
                        Svg.series(i),
                        Axes.x(all.coverage()),
                        Axes.y(all.accuracy()),
                        4,
                        one.name() + ": all its answers, " + Figures.two(all.accuracy()) + " of "
                                + Figures.two(all.coverage()));
            }
        }
        return axes.svg.document();
    }
}
