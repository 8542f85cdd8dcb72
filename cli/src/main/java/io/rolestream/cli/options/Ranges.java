package io.rolestream.cli.options;

import java.math.BigDecimal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks the range of numeric options. */
public final class Ranges {
    private Ranges() {}

    /** @throws ParameterException when an option's value is outside the range, both ends included */
    public static void require(CommandSpec spec, String option, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " must be "
                            + (most >= Long.MAX_VALUE
                                    ? "at least " + plain(least)
                                    : "from " + plain(least) + " to " + plain(most))
                            + ", not " + plain(value));
        }
    }

    private static String plain(double number) {
        return Double.isFinite(number)
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : Double.toString(number);
    }
}
