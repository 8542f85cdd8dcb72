package io.rolestream.local.demo;

import io.rolestream.common.text.Counted;
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

    private static final int NAME = 24;

    private final PrintWriter out;

    ClosingTables(PrintWriter out) {
        this.out = out;
    }

    void print(Scores all, List<Scoreboard.Row> versions, long deadLetters) {
        out.printf("%n%-24s %9s %9s %9s%n", "ROLE", "ACTUAL", "LABELLED", "RIGHT");
        List<LabelScores> roles =
                all.bySupport().stream().filter(LabelScores::occurs).toList();
        roles.stream().limit(MOST_ROLES).forEach(this::print);
        if (roles.size() > MOST_ROLES) {
            out.printf("and %d more roles%n", roles.size() - MOST_ROLES);
        }
        out.printf(
                Locale.ROOT,
                "%n%.1f %% of %,d resumes got their true role; always naming the most frequent role%n"
                        + "would be right in %.1f %%. %s.%n",
                100 * all.accuracy(),
                all.total(),
                100 * all.majority().accuracy(),
                Counted.of(deadLetters, "dead letter"));
        if (versions.stream().anyMatch(row -> !row.version().isEmpty())) {
            print(versions);
        }
    }

    private void print(LabelScores role) {
        out.printf(
                Locale.ROOT,
                "%-24s %,9d %,9d %,9d%n",
                name(role.label()),
                role.support(),
                role.predicted(),
                Math.round(role.recall() * role.support()));
    }

    /** A role's name, cut to its column. */
    private static String name(String role) {
        return role.length() <= NAME ? role : role.substring(0, NAME - 3) + "...";
    }

    private void print(List<Scoreboard.Row> versions) {
        out.printf(
                "%n%-23s %7s  %-14s  %-14s  %-14s  %s%n",
                "", "", "RIGHT, F1", "RULES ALONE", "COMMONEST", "RULES AND MODEL");
        out.printf(
                "%-23s %7s  %-14s  %-14s  %-14s  %s%n",
                "LABELLED BY", "RESUMES", "(macro)", "ON THE SAME", "ROLE ALWAYS", "DISAGREE ON");
        versions.forEach(this::print);
        out.println();
        versions.stream().filter(row -> !row.version().isEmpty()).forEach(this::printGain);
        out.printf("%nEach line counts different resumes, those that arrived while its version voted: compare it with%n"
                + "the rules on the same resumes. Labels decided by people are not counted.%n");
    }

    private void print(Scoreboard.Row row) {
        boolean voted = !row.version().isEmpty();
        out.printf(
                Locale.ROOT,
                "%-23s %,7d  %-14s  %-14s  %-14s  %s%n",
                voted ? "rules + " + row.version() : "rules",
                row.labels().total(),
                scores(row.labels().accuracy(), row.labels().macroF1()),
                scores(row.rules().accuracy(), row.rules().macroF1()),
                scores(
                        row.labels().majority().accuracy(),
                        row.labels().majority().macroF1()),
                voted
                        ? String.format(
                                Locale.ROOT,
                                "%,d (%.1f %%)",
                                row.disagreements(),
                                100.0 * row.disagreements() / row.labels().total())
                        : "-");
    }

    private static String scores(double accuracy, double macroF1) {
        return String.format(Locale.ROOT, "%4.1f %%, %.3f", 100 * accuracy, macroF1);
    }

    private void printGain(Scoreboard.Row row) {
        out.printf(
                Locale.ROOT,
                "%s: %+.1f points over the rules alone (95 %%: %+.1f to %+.1f), macro-F1 %+.3f%n",
                row.version(),
                100 * row.gain(),
                100 * (row.gain() - row.margin()),
                100 * (row.gain() + row.margin()),
                row.labels().macroF1() - row.rules().macroF1());
    }
}
