package io.rolestream.evaluation.comparison.html;

import io.rolestream.evaluation.comparison.ComparedLabeller;
import io.rolestream.evaluation.comparison.Comparison;
import io.rolestream.evaluation.report.Svg;
import io.rolestream.evaluation.scores.Figures;
import io.rolestream.evaluation.significance.Estimate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Accuracy by time for each text, on a logarithmic axis. */
final class CostPlot {
    private static final List<String> SHARES = List.of("0.00", "0.25", "0.50", "0.75", "1.00");
    private static final double DOT = 4;

    /** In milliseconds; what takes less is drawn here. */
    private static final double LEAST = 1e-3;

    private CostPlot() {}

    static String of(Comparison comparison) {
        List<ComparedLabeller> compared = comparison.compared();
        double[] logs = compared.stream().mapToDouble(CostPlot::logOfTime).toArray();
        int low = (int) Math.floor(Arrays.stream(logs).min().orElse(0));
        int high = Math.max(low + 1, (int) Math.ceil(Arrays.stream(logs).max().orElse(0)));
        List<String> ticks = new ArrayList<>();
        for (int power = low; power <= high; power++) {
            ticks.add(BigDecimal.ONE.scaleByPowerOfTen(power).toPlainString());
        }
        Axes axes = new Axes(
                "Accuracy by time for each text",
                "Across: milliseconds for each text. Up: accuracy.",
                ticks,
                SHARES,
                compared.stream().map(ComparedLabeller::name).toList());
        for (int i = 0; i < compared.size(); i++) {
            ComparedLabeller one = compared.get(i);
            Estimate accuracy = Objects.requireNonNull(one.scores()).accuracy();
            double x = Axes.x((logs[i] - low) / (high - low));
            axes.svg.line(Svg.series(i), x, Axes.y(accuracy.lower()), x, Axes.y(accuracy.upper()));
            axes.svg.circle(
                    Svg.series(i),
                    x,
                    Axes.y(accuracy.value()),
                    DOT,
                    one.name() + ": " + Figures.two(accuracy.value()) + ", "
                            + BigDecimal.valueOf(one.run().timePerText())
                                    .round(new MathContext(2))
                                    .toPlainString()
                            + " ms for each text");
        }
        return axes.svg.document();
    }

    private static double logOfTime(ComparedLabeller one) {
        return Math.log10(Math.max(LEAST, one.run().timePerText()));
    }
}
