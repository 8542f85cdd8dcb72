package io.rolestream.local.demo;

import io.rolestream.common.text.Counted;
import io.rolestream.common.text.Percent;
import io.rolestream.common.text.TerminalStyle;
import io.rolestream.common.text.TerminalStyle.Tone;
import io.rolestream.evaluation.scores.LabelScores;
import io.rolestream.evaluation.scores.Scores;
import io.rolestream.files.sample.Scoreboard;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The tables at the end of a demo: the accuracy of labels by role and by model version. */
final class ClosingTables {
    /** Roles that are listed, those of most resumes. */
    private static final int MOST_ROLES = 40;

    private static final int ROLE_WIDTH = 46;
    private static final String ROLE_ROW = "%-" + ROLE_WIDTH + "s %,9d %,9d %,9d";
    private static final String VERSION_ROW = "%-23s %7s  %-14s  %-14s  %-7s %7s";

    private final PrintWriter out;
    private final TerminalStyle style;

    ClosingTables(PrintWriter out, TerminalStyle style) {
        this.out = out;
        this.style = style;
    }

    void print(Scores all, List<Scoreboard.Row> versions, long deadLetters) {
        out.println();
        heading(ROLE_ROW.replace(",9d", "9s"), "ROLE", "ACTUAL", "LABELLED", "RIGHT");
        List<LabelScores> roles =
                all.bySupport().stream().filter(LabelScores::occurs).toList();
        roles.stream().limit(MOST_ROLES).forEach(this::print);
        if (roles.size() > MOST_ROLES) {
            out.printf("and %d more roles%n", roles.size() - MOST_ROLES);
        }
        out.println();
        wrapped(String.format(
                Locale.ROOT,
                "%.1f %% of %,d resumes got their true role; always naming the most frequent role would be right in"
                        + " %.1f %%. %s.",
                100 * all.accuracy(),
                all.total(),
                100 * all.majority().accuracy(),
                Counted.of(deadLetters, "dead letter")));
        if (versions.stream().anyMatch(row -> !row.version().isEmpty())) {
            print(versions);
        }
    }

    private void heading(String format, Object... cells) {
        out.println(style.in(Tone.BOLD, String.format(Locale.ROOT, format, cells)));
    }

    private void wrapped(String text) {
        style.wrap(text, 0).forEach(out::println);
    }

    private void print(LabelScores role) {
        out.println(String.format(
                Locale.ROOT,
                ROLE_ROW,
                TerminalStyle.cut(role.label(), ROLE_WIDTH),
                role.support(),
                role.predicted(),
                Math.round(role.recall() * role.support())));
    }

    private void print(List<Scoreboard.Row> versions) {
        out.println();
        heading(VERSION_ROW, "", "", "RIGHT,", "RULES ALONE", "MOST", "VOTES");
        heading(VERSION_ROW, "LABELLED BY", "RESUMES", "MACRO-F1", "ON THE SAME", "COMMON", "DIFFER");
        versions.forEach(this::print);
        out.println();
        versions.stream().filter(row -> !row.version().isEmpty()).forEach(this::printGain);
        out.println();
        wrapped("Each line counts different resumes, those that arrived while its version voted: compare it with the"
                + " rules on the same resumes. MOST COMMON is how often always naming the most frequent role would be"
                + " right. Labels decided by people are not counted.");
    }

    private void print(Scoreboard.Row row) {
        boolean voted = !row.version().isEmpty();
        out.println(String.format(
                Locale.ROOT,
                VERSION_ROW,
                TerminalStyle.cut(voted ? "rules + " + row.version() : "rules", 23),
                String.format(Locale.ROOT, "%,d", row.labels().total()),
                scores(row.labels().accuracy(), row.labels().macroF1()),
                scores(row.rules().accuracy(), row.rules().macroF1()),
                Percent.of(row.labels().majority().accuracy()),
                voted ? Percent.of((double) row.disagreements() / row.labels().total()) : "-"));
    }

    private static String scores(double accuracy, double macroF1) {
        return String.format(Locale.ROOT, "%4.1f %%, %.3f", 100 * accuracy, macroF1);
    }

    private void printGain(Scoreboard.Row row) {
        wrapped(String.format(
                Locale.ROOT,
                "%s: %+.1f points over the rules alone (95 %%: %+.1f to %+.1f), macro-F1 %+.3f",
                row.version(),
                100 * row.gain(),
                100 * (row.gain() - row.margin()),
                100 * (row.gain() + row.margin()),
                row.labels().macroF1() - row.rules().macroF1()));
    }
}
