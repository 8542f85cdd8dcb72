package io.rolestream.files.judge;

import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.comparison.report.Sheet;
import io.rolestream.evaluation.comparison.report.SheetText;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.matching.judge.DescriptionMeasure;
import io.rolestream.matching.judge.DescriptionReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A judgement of descriptions as a table in plain text. */
public final class DescriptionText {
    private DescriptionText() {}

    /** @param versus the field of the others; null if there are none */
    public static String of(DescriptionReport report, String column, @Nullable String versus) {
        List<String> columns = new ArrayList<>(List.of(column));
        if (versus != null) {
            columns.addAll(List.of(versus, "difference", "wins"));
        }
        List<Sheet.Row> rows = new ArrayList<>();
        report.means().forEach((measure, mean) -> rows.add(row(measure, mean, report)));
        Sheet sheet = new Sheet("Descriptions", List.of(), "mean [95 % interval]", columns, rows);
        StringBuilder out = new StringBuilder();
        SheetText.append(
                sheet,
                ", "
                        + Counted.of(report.resumes(), "resume", "resumes") + ", "
                        + Counted.of(report.lines(), "line", "lines"),
                out);
        return out.toString();
    }

    private static Sheet.Row row(DescriptionMeasure measure, Estimate mean, DescriptionReport report) {
        List<String> cells = new ArrayList<>(List.of(shown("%.3f", mean)));
        DescriptionReport.Versus versus = report.versus().get(measure);
        if (versus != null) {
            cells.add(shown("%.3f", versus.other()));
            cells.add(shown("%+.3f", versus.difference()));
            cells.add(measure.decides() ? shown("%.3f", versus.winRate()) : "");
        }
        return new Sheet.Row(measure.title(), cells, false);
    }

    private static String shown(String format, Estimate estimate) {
        return String.format(
                Locale.ROOT,
                format + " [" + format + ", " + format + "]",
                estimate.value(),
                estimate.lower(),
                estimate.upper());
    }
}
