package io.rolestream.evaluation.report;

import io.rolestream.evaluation.scores.CalibrationScores;
import io.rolestream.evaluation.scores.Figures;
import java.util.ArrayList;
import java.util.List;

/**
 * Accuracy by confidence, a dot for each bin with its number of items; a calibrated model's dots are on the diagonal.
 */
public final class ReliabilityPlot {
    private static final double SQUARE = 320;
    private static final double LEFT = Svg.MARGIN + 40;
    private static final double TOP = Svg.MARGIN;
    private static final double BOTTOM = TOP + SQUARE;
    private static final double DOT = 6;
    private static final int TICKS = 4;

    /** What a number takes; another one that is nearer would overlap it. */
    private static final double NUMBER_WIDTH = 30;

    private static final double NUMBER_HEIGHT = 12;

    private ReliabilityPlot() {}

    /**
     * @param bins lowest confidence first
     * @param title the text alternative
     */
    public static String of(List<CalibrationScores.Bin> bins, String title) {
        Svg svg = new Svg(LEFT + SQUARE + 2 * Svg.MARGIN, BOTTOM + 4 * Svg.MARGIN, title);
        for (int tick = 0; tick <= TICKS; tick++) {
            double share = (double) tick / TICKS;
            svg.line(Svg.GRID, x(share), TOP, x(share), BOTTOM);
            svg.line(Svg.GRID, LEFT, y(share), LEFT + SQUARE, y(share));
            svg.textAround(Svg.INK, x(share), BOTTOM + Svg.MARGIN, Figures.two(share));
            svg.textBefore(LEFT - 6, y(share) + 4, Figures.two(share));
        }
        svg.line(Svg.GRID, x(0), y(0), x(1), y(1));
        for (int i = 0; i < bins.size(); i++) {
            CalibrationScores.Bin bin = bins.get(i);
            if (i > 0) {
                CalibrationScores.Bin last = bins.get(i - 1);
                svg.line(Svg.TREND, x(last.confidence()), y(last.accuracy()), x(bin.confidence()), y(bin.accuracy()));
            }
            svg.circle(Svg.FIRST, x(bin.confidence()), y(bin.accuracy()), DOT, tooltip(bin));
        }
        numbers(svg, bins);
        svg.textAround(
                Svg.INK,
                LEFT + SQUARE / 2,
                BOTTOM + 2.4 * Svg.MARGIN,
                "Across: confidence. Up: share that is right. Numbers: items.");
        return svg.document();
    }

    /** Above or below the dots, where there is room. */
    private static void numbers(Svg svg, List<CalibrationScores.Bin> bins) {
        List<double[]> placed = new ArrayList<>();
        for (CalibrationScores.Bin bin : bins) {
            double x = x(bin.confidence());
            double y = y(bin.accuracy());
            double at = y - DOT - 3;
            for (int i = 0; i < bins.size() && !isFree(placed, x, at); i++) {
                double away = NUMBER_HEIGHT * (i / 2);
                at = i % 2 == 0 ? y + DOT + NUMBER_HEIGHT + away : y - DOT - 3 - NUMBER_HEIGHT - away;
            }
            placed.add(new double[] {x, at});
            svg.textAround(Svg.INK, x, at, Integer.toString(bin.items()));
        }
    }

    private static boolean isFree(List<double[]> placed, double x, double y) {
        return y > TOP + NUMBER_HEIGHT
                && y < BOTTOM
                && placed.stream()
                        .noneMatch(at -> Math.abs(at[0] - x) < NUMBER_WIDTH && Math.abs(at[1] - y) < NUMBER_HEIGHT);
    }

    private static String tooltip(CalibrationScores.Bin bin) {
        return bin.items() + " items, confidence " + Figures.two(bin.confidence()) + ", accuracy "
                + Figures.two(bin.accuracy());
    }

    private static double x(double share) {
        return LEFT + share * SQUARE;
    }

    private static double y(double share) {
        return BOTTOM - share * SQUARE;
    }
}
