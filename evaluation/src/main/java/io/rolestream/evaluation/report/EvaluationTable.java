package io.rolestream.evaluation.report;

import io.rolestream.evaluation.scores.Contender;
import io.rolestream.evaluation.scores.ContenderScores;
import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.scores.Figures;
import io.rolestream.evaluation.scores.Scores;
import io.rolestream.evaluation.scores.SetEvaluation;
import io.rolestream.evaluation.verdict.GateVerdict;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a model's scores and the verdict of the gate. */
public final class EvaluationTable {
    private EvaluationTable() {}

    /** Prints a table for each set, and the verdict. */
    public static void print(Evaluation evaluation, GateVerdict verdict, PrintWriter out) {
        for (SetEvaluation set : evaluation.sets().values()) {
            out.printf(Locale.ROOT, "%n%s%n", title(set));
            out.printf("  %-40s %-24s %s%n", "", "accuracy", "macro-F1");
            for (Contender contender : Contender.values()) {
                if (set.scores().containsKey(contender)) {
                    ContenderScores scores = set.of(contender);
                    row(
                            out,
                            contender.title(),
                            Figures.interval(scores.accuracy()),
                            Figures.interval(scores.macroF1()));
                }
            }
            Scores.Majority majority = set.majority();
            row(
                    out,
                    "Always " + majority.label(),
                    Figures.three(majority.accuracy()),
                    Figures.three(majority.macroF1()));
        }
        out.printf("%nPromotion gate %s: %s%n", verdict.gate(), verdict.kind().words());
        verdict.stated().reasons().forEach(reason -> out.println("  " + reason));
        out.flush();
    }

    private static String title(SetEvaluation set) {
        String truth = switch (set.name()) {
            case SILVER -> "validation texts, labelled by the rules: how well the rules are repeated";
            case GOLD -> "texts kept out of training, labelled by people";
            case GOLD_RANDOM_SLICE ->
                "texts drawn at random, labelled by people: how good labels are on the" + " stream";
        };
        return String.format(Locale.ROOT, "%,d %s", set.items(), truth);
    }

    private static void row(PrintWriter out, String name, String accuracy, String macroF1) {
        out.printf("  %-40s %-24s %s%n", name, accuracy, macroF1);
    }
}
