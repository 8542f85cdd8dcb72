package io.rolestream.cli.support;

import java.io.PrintWriter;
import java.math.BigDecimal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands share: where they print, and how they report wrong options. */
public abstract class CliCommand {
    /** Description of {@code --csv-safe}. */
    protected static final String CSV_SAFE = "In CSV, puts an apostrophe before texts that a spreadsheet would take for"
            + " formulas: those that begin with =, +, -, @, a tab or a line break. On by default; --no-csv-safe writes"
            + " them unchanged.";

    @Spec
    @SuppressWarnings("NullAway.Init") // injected
    protected CommandSpec spec;

    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Prints a document that ends with a line break; returns the exit code. */
    protected final int print(String document) {
        out().print(document);
        out().flush();
        return ExitCode.DONE;
    }

    /** Checks that an option's value is in a range, both ends included. */
    protected final void require(String option, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw wrongUsage(option + " must be "
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

    protected final ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
