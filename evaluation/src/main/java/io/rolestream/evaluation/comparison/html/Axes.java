package io.rolestream.evaluation.comparison.html;

import io.rolestream.evaluation.report.Svg;
import java.util.List;

/** A plot with two axes and a legend below, narrow enough for a phone. Values are shares of the axes, 0 to 1. */
final class Axes {
    static final double WIDTH = 358;

    private static final double LEFT = 44;
    private static final double RIGHT = WIDTH - 20;
    private static final double TOP = 12;
    private static final double BOTTOM = TOP + 240;
    private static final double LINE = 20;
    private static final int LEGEND_CHARS = 48;

    final Svg svg;

    /**
     * @param xTicks labels at equal distances
     * @param yTicks labels at equal distances, from below
     * @param names the legend
     */
    Axes(String title, String xTitle, List<String> xTicks, List<String> yTicks, List<String> names) {
        svg = new Svg(WIDTH, BOTTOM + 3 * LINE + names.size() * LINE, title);
        for (int i = 0; i < xTicks.size(); i++) {
            double x = x((double) i / (xTicks.size() - 1));
            svg.line(Svg.GRID, x, TOP, x, BOTTOM);
            svg.textAround(Svg.INK, x, BOTTOM + 16, xTicks.get(i));
        }
        for (int i = 0; i < yTicks.size(); i++) {
            double y = y((double) i / (yTicks.size() - 1));
            svg.line(Svg.GRID, LEFT, y, RIGHT, y);
            svg.textBefore(LEFT - 6, y + 4, yTicks.get(i));
        }
        svg.textAround(Svg.INK, (LEFT + RIGHT) / 2, BOTTOM + 34, xTitle);
        for (int i = 0; i < names.size(); i++) {
            double y = BOTTOM + 2.7 * LINE + i * LINE;
            svg.area(Svg.series(i), LEFT, y - 9, 10, 10, 1, "");
            svg.text(LEFT + 18, y, shortened(names.get(i)));
        }
    }

    static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= LEGEND_CHARS
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LEGEND_CHARS - 1)) + "\u2026";
    }

    static double x(double share) {
        return LEFT + share * (RIGHT - LEFT);
    }

    static double y(double share) {
        return BOTTOM - share * (BOTTOM - TOP);
    }
}
