package io.rolestream.evaluation.comparison.html;

import io.rolestream.evaluation.report.Svg;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Curves of numbers without bounds; the axes fit them. */
public final class CurvePlot {
    private static final int TICKS = 4;
    private static final double DOT = 2.5;

    private CurvePlot() {}

    /** Two finite numbers. */
    public record Point(double x, double y) {}

    /**
     * Draws curves.
     *
     * @param title the text alternative
     * @param xTitle what is across
     * @param curves by name, each with its points in order, at least one in all; an empty name has no entry in the
     *     legend
     */
    public static String of(String title, String xTitle, Map<String, List<Point>> curves) {
        Range across = Range.of(curves, Point::x);
        Range up = Range.of(curves, Point::y);
        List<String> names =
                curves.keySet().stream().filter(name -> !name.isEmpty()).toList();
        Axes axes =
                new Axes(title, xTitle, across.ticks(), up.ticks(), names.size() == curves.size() ? names : List.of());
        int series = 0;
        for (Map.Entry<String, List<Point>> curve : curves.entrySet()) {
            String kind = Svg.series(series++);
            Point before = null;
            for (Point point : curve.getValue()) {
                double x = Axes.x(across.share(point.x()));
                double y = Axes.y(up.share(point.y()));
                if (before != null) {
                    axes.svg.line(kind, Axes.x(across.share(before.x())), Axes.y(up.share(before.y())), x, y);
                }
                axes.svg.circle(
                        kind,
                        x,
                        y,
                        DOT,
                        (curve.getKey() + " " + Range.shown(point.x()) + ", " + Range.shown(point.y())).strip());
                before = point;
            }
        }
        return axes.svg.document();
    }

    /** What an axis shows. */
    private record Range(double low, double high) {
        static Range of(Map<String, List<Point>> curves, ToDoubleFunction<Point> number) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (List<Point> points : curves.values()) {
                for (Point point : points) {
                    low = Math.min(low, number.applyAsDouble(point));
                    high = Math.max(high, number.applyAsDouble(point));
                }
            }
            double margin = high > low ? 0 : Math.max(1e-3, Math.abs(high) / 10);
            return new Range(low - margin, high + margin);
        }

        double share(double number) {
            return (number - low) / (high - low);
        }

        List<String> ticks() {
            List<String> ticks = new ArrayList<>();
            for (int i = 0; i <= TICKS; i++) {
                ticks.add(shown(low + (high - low) * i / TICKS));
            }
            return ticks;
        }

        /** With three digits that count. */
        static String shown(double number) {
            double size = Math.abs(number);
            return size >= 1000 || size > 0 && size < 1e-3
                    ? String.format(Locale.ROOT, "%.1e", number)
                    : String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.3f", number);
        }
    }
}
