package io.rolestream.evaluation.comparison.report;

import io.rolestream.common.text.Counted;
import io.rolestream.common.text.Printable;
import io.rolestream.evaluation.comparison.Comparison;

/** A comparison as plain text, for terminals. */
public final class ComparisonText {
    /** Roles with a line of their own, those with most texts. */
    private static final int MOST_ROLES = 40;

    private final StringBuilder out = new StringBuilder();

    private ComparisonText() {}

    public static String of(Comparison comparison) {
        ComparisonText text = new ComparisonText();
        Headline.of(comparison).forEach(text::line);
        if (!comparison.compared().isEmpty()) {
            text.sheets(comparison);
        }
        text.line("");
        comparison.problems().forEach(text::line);
        comparison.texts().remarks().forEach(text::line);
        return text.out.toString();
    }

    private void sheets(Comparison comparison) {
        String texts = " on " + Counted.of(comparison.texts().size(), "text") + " of "
                + comparison.texts().source();
        sheet(Sheets.scores(comparison), texts);
        if (comparison.hasTruth()) {
            Methods.SHORT.forEach(this::line);
            sheet(Sheets.roles(comparison).first(MOST_ROLES), "");
            sheet(Sheets.selective(comparison), "");
            sheet(Sheets.withFallback(comparison), "");
        } else if (comparison.compared().size() > 1) {
            sheet(Sheets.agreement(comparison), "");
        }
    }

    private void sheet(Sheet sheet, String ofTitle) {
        line("");
        SheetText.append(sheet, ofTitle, out);
    }

    private void line(String line) {
        out.append(Printable.line(line)).append('\n');
    }
}
