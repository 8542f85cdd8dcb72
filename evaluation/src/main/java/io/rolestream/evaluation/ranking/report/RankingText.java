package io.rolestream.evaluation.ranking.report;

import io.rolestream.common.text.Counted;
import io.rolestream.common.text.Printable;
import io.rolestream.evaluation.comparison.report.Sheet;
import io.rolestream.evaluation.comparison.report.SheetText;
import io.rolestream.evaluation.ranking.RankingComparison;

/** A comparison of rankings as plain text, for terminals. */
public final class RankingText {
    private final StringBuilder out = new StringBuilder();

    private RankingText() {}

    public static String of(RankingReport report) {
        RankingText text = new RankingText();
        report.systems().forEach((name, what) -> text.line(name + ": " + what));
        for (RankingReport.Direction direction : report.directions()) {
            RankingComparison comparison = direction.comparison();
            text.line("");
            RankingHeadline.of(comparison).forEach(text::line);
            text.sheet(
                    RankingSheets.means(comparison),
                    ", " + Counted.of(comparison.queries().count(), "query", "queries"));
            text.sheet(RankingSheets.versus(comparison), "");
            text.sheet(RankingSheets.slices(comparison), "");
        }
        text.line("");
        RankingMethods.SHORT.forEach(text::line);
        report.remarks().forEach(text::line);
        return text.out.toString();
    }

    private void sheet(Sheet sheet, String ofTitle) {
        if (!sheet.rows().isEmpty()) {
            line("");
            SheetText.append(sheet, ofTitle, out);
        }
    }

    private void line(String line) {
        out.append(Printable.line(line)).append('\n');
    }
}
