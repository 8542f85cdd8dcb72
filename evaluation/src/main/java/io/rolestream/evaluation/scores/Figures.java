package io.rolestream.evaluation.scores;

import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.significance.Estimate;
import java.util.Locale;

/** Formats scores for sentences and tables. */
public final class Figures {
    private Figures() {}

    public static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    public static String three(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** {@code 0.812 (0.780 to 0.841)}. */
    public static String interval(Estimate estimate) {
        return three(estimate.value()) + " (" + three(estimate.lower()) + " to " + three(estimate.upper()) + ")";
    }

    /** {@code +0.012 (-0.003 to +0.030)}. */
    public static String difference(Estimate estimate) {
        return String.format(
                Locale.ROOT, "%+.3f (%+.3f to %+.3f)", estimate.value(), estimate.lower(), estimate.upper());
    }

    /** {@code 250 items of silver}. */
    public static String items(SetEvaluation set) {
        return Counted.of(set.items(), "item") + " of " + set.name().key();
    }
}
