package io.rolestream.files.comparison;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.rolestream.evaluation.comparison.AnswerScores;
import io.rolestream.evaluation.comparison.ComparedLabeller;
import io.rolestream.evaluation.comparison.Comparison;
import io.rolestream.evaluation.comparison.ConfidenceScores;
import io.rolestream.evaluation.comparison.LabellerRun;
import io.rolestream.evaluation.comparison.Versus;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.files.write.CsvText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A comparison as a comma-separated table: a row for each labeller, and one for the baseline. */
final class ComparisonCsv {
    private final CsvText text = new CsvText(true);
    private final Map<String, String> cells = new LinkedHashMap<>();

    private ComparisonCsv() {}

    static String of(Comparison comparison) {
        StringWriter out = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out)) {
            write(comparison, csv);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static void write(Comparison comparison, CsvWriter csv) {
        String[] header = null;
        for (int i = 0; i <= comparison.runs().size(); i++) {
            ComparisonCsv row = new ComparisonCsv();
            if (i < comparison.runs().size()) {
                row.labeller(comparison, comparison.runs().get(i));
            } else if (comparison.baseline() != null) {
                row.baseline(comparison.baseline());
            } else {
                break;
            }
            if (header == null) {
                header = row.cells.keySet().toArray(String[]::new);
                csv.writeRecord(header);
            }
            csv.writeRecord(row.cells.values());
        }
    }

    private void labeller(Comparison comparison, LabellerRun run) {
        ComparedLabeller compared = null;
        double agreement = Double.NaN;
        for (int i = 0; i < comparison.compared().size(); i++) {
            if (comparison.compared().get(i).run() == run) {
                compared = comparison.compared().get(i);
                agreement = comparison.agreement().share()[0][i];
            }
        }
        about(run.name(), run.version(), run.problem());
        scores(compared == null ? null : compared.scores());
        Versus versus = compared == null ? null : compared.versus();
        versus(versus);
        number("agreementWithFirst", agreement);
        run(run);
        ConfidenceScores confidence = compared == null ? null : compared.confidence();
        number("ece", confidence == null || confidence.answers() == 0 ? Double.NaN : confidence.ece());
    }

    private void baseline(Comparison.Baseline baseline) {
        about("always \"" + baseline.role() + "\" (baseline)", "", null);
        scores(baseline.scores());
        versus(null);
        number("agreementWithFirst", Double.NaN);
        run(null);
        number("ece", Double.NaN);
    }

    private void about(String name, String version, @Nullable String problem) {
        cells.put("labeller", text.of(name));
        cells.put("version", text.of(version));
        cells.put("problem", problem == null ? "" : text.of(problem));
    }

    private void scores(@Nullable AnswerScores scores) {
        estimate("accuracy", scores == null ? null : scores.accuracy());
        number("macroPrecision", scores == null ? Double.NaN : scores.macro().precision());
        number("macroRecall", scores == null ? Double.NaN : scores.macro().recall());
        estimate("macroF1", scores == null ? null : scores.macroF1());
        number(
                "weightedPrecision",
                scores == null ? Double.NaN : scores.weighted().precision());
        number("weightedRecall", scores == null ? Double.NaN : scores.weighted().recall());
        estimate("weightedF1", scores == null ? null : scores.weightedF1());
    }

    private void versus(@Nullable Versus versus) {
        estimate("accuracyAgainstFirst", versus == null ? null : versus.accuracy());
        number("mcNemarP", versus == null ? Double.NaN : versus.accuracyP());
        number("mcNemarHolmP", versus == null ? Double.NaN : versus.accuracyHolm());
        estimate("macroF1AgainstFirst", versus == null ? null : versus.macroF1());
        number("permutationP", versus == null ? Double.NaN : versus.macroF1P());
        number("permutationHolmP", versus == null ? Double.NaN : versus.macroF1Holm());
    }

    private void run(@Nullable LabellerRun run) {
        boolean answered = run != null && run.answers().size() > 0;
        cells.put(
                "answeredTexts",
                run == null ? "" : Integer.toString(run.answers().size()));
        cells.put("failedTexts", run == null ? "" : Integer.toString(run.failedTexts()));
        cells.put("cutTexts", run == null ? "" : Integer.toString(run.cutTexts()));
        number("coverage", answered ? Objects.requireNonNull(run).answers().coverage() : Double.NaN);
        number("textsPerSecond", answered ? Objects.requireNonNull(run).textsPerSecond() : Double.NaN);
        number("openingSeconds", run == null ? Double.NaN : run.openingSeconds());
        cells.put("parameters", run == null ? "" : Long.toString(run.parameters()));
    }

    private void estimate(String name, @Nullable Estimate estimate) {
        number(name, estimate == null ? Double.NaN : estimate.value());
        number(name + "Lower", estimate == null ? Double.NaN : estimate.lower());
        number(name + "Upper", estimate == null ? Double.NaN : estimate.upper());
    }

    private void number(String name, double value) {
        cells.put(name, Double.isNaN(value) ? "" : Double.toString(value));
    }
}
