package io.rolestream.evaluation.comparison.html;

import io.rolestream.evaluation.report.Svg;
import io.rolestream.evaluation.scores.Figures;
import io.rolestream.evaluation.significance.Estimate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scores from 0 to 1 with their intervals, a line for each. */
public final class MeanPlot {
    private static final double LEFT = 16;
    private static final double RIGHT = Axes.WIDTH - 20;
    private static final double TOP = 12;
    private static final double ROW = 40;
    private static final double DOT = 3.5;
    private static final int TICKS = 4;

    private MeanPlot() {}

    /** As {@link #of(String, Map, Double)}, without a baseline. */
    public static String of(String title, Map<String, Estimate> scores) {
        return of(title, scores, null);
    }

    /**
     * Draws scores.
     *
     * @param title the text alternative
     * @param scores by name, in order
     * @param baseline a line across all
     */
    public static String of(String title, Map<String, Estimate> scores, @Nullable Double baseline) {
        double bottom = TOP + scores.size() * ROW;
        Svg svg = new Svg(Axes.WIDTH, bottom + 28, title);
        for (int tick = 0; tick <= TICKS; tick++) {
            double share = (double) tick / TICKS;
            svg.line(Svg.GRID, x(share), TOP, x(share), bottom);
            svg.textAround(Svg.INK, x(share), bottom + 16, Figures.two(share));
        }
        if (baseline != null) {
            svg.line("line " + Svg.series(1), x(baseline), TOP, x(baseline), bottom);
        }
        double y = TOP;
        for (Map.Entry<String, Estimate> score : scores.entrySet()) {
            Estimate estimate = score.getValue();
            svg.text(LEFT, y + 14, Axes.shortened(score.getKey()));
            svg.line("line " + Svg.series(0), x(estimate.lower()), y + 28, x(estimate.upper()), y + 28);
            svg.circle(Svg.FIRST, x(estimate.value()), y + 28, DOT, score.getKey() + ": " + Figures.interval(estimate));
            y += ROW;
        }
        return svg.document();
    }

    private static double x(double share) {
        return LEFT + share * (RIGHT - LEFT);
    }
}
