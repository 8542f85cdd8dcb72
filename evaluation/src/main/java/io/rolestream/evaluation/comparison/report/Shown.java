package io.rolestream.evaluation.comparison.report;

import io.rolestream.common.text.Percent;
import io.rolestream.evaluation.scores.Figures;
import io.rolestream.evaluation.significance.Estimate;
import java.util.Locale;

/** Numbers as tables and sentences show them. */
public final class Shown {
    public static final String NOTHING = "–";

    private static final double SMALLEST_P = 0.001;

    private Shown() {}

    public static String score(double value) {
        return Double.isNaN(value) ? NOTHING : Figures.three(value);
    }

    /** {@code +0.012}. */
    public static String difference(double value) {
        return String.format(Locale.ROOT, "%+.3f", value);
    }

    /** {@code 0.769 to 0.808}. */
    public static String range(Estimate estimate) {
        return Figures.three(estimate.lower()) + " to " + Figures.three(estimate.upper());
    }

    /** {@code -0.003 to +0.030}. */
    public static String signedRange(Estimate estimate) {
        return difference(estimate.lower()) + " to " + difference(estimate.upper());
    }

    public static String percent(double share) {
        return Percent.of(share);
    }

    /** {@code 0.041}, {@code <0.001}. */
    public static String p(double p) {
        return p < SMALLEST_P ? "<0.001" : Figures.three(p);
    }

    /** {@code p = 0.041}, {@code p < 0.001}. */
    public static String pIs(double p) {
        return p < SMALLEST_P ? "p < 0.001" : "p = " + Figures.three(p);
    }

    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 124.6 M}. */
    public static String parameters(long number) {
        return number >= 1_000_000_000
                ? String.format(Locale.ROOT, "%.2f B", number / 1e9)
                : number >= 1_000_000
                        ? String.format(Locale.ROOT, "%.1f M", number / 1e6)
                        : number >= 10_000 ? String.format(Locale.ROOT, "%.1f k", number / 1e3) : count(number);
    }

    /** Three digits, or all before the point. */
    public static String rate(double perSecond) {
        return perSecond >= 100
                ? String.format(Locale.ROOT, "%,.0f", perSecond)
                : String.format(Locale.ROOT, perSecond >= 10 ? "%.1f" : "%.2f", perSecond);
    }

    public static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
