package io.rolestream.evaluation.comparison.report;

import io.rolestream.common.text.Printable;
import io.rolestream.common.text.TerminalStyle;
import java.util.ArrayList;
import java.util.List;

/** A table as plain text, for terminals. */
public final class SheetText {
    /** A table with more columns is continued below. */
    private static final int WIDTH = 118;

    /** A longer title of a row is cut. */
    private static final int TITLE = 60;

    private static final String GAP = "  ";

    private final StringBuilder out;

    private SheetText(StringBuilder out) {
        this.out = out;
    }

    /** @param ofTitle what the title is followed by, such as {@code on 200 texts}; may be empty */
    public static void append(Sheet sheet, String ofTitle, StringBuilder out) {
        new SheetText(out).sheet(sheet, ofTitle);
    }

    private void sheet(Sheet sheet, String ofTitle) {
        line(sheet.title() + ofTitle);
        sheet.notes().forEach(this::line);
        int titles = sheet.corner().length();
        for (Sheet.Row row : sheet.rows()) {
            titles = Math.max(titles, title(row).length());
        }
        int from = 0;
        while (from < sheet.columns().size()) {
            int width = titles;
            int to = from;
            while (to < sheet.columns().size() && (to == from || width + GAP.length() + width(sheet, to) <= WIDTH)) {
                width += GAP.length() + width(sheet, to);
                to++;
            }
            block(sheet, titles, from, to);
            from = to;
        }
    }

    private void block(Sheet sheet, int titles, int from, int to) {
        List<String> heading = new ArrayList<>();
        for (int c = from; c < to; c++) {
            heading.add(before(sheet.columns().get(c), width(sheet, c)));
        }
        line(after(sheet.corner(), titles) + GAP + String.join(GAP, heading));
        for (Sheet.Row row : sheet.rows()) {
            List<String> cells = new ArrayList<>();
            for (int c = from; c < to; c++) {
                cells.add(before(row.cells().get(c), width(sheet, c)));
            }
            line(after(title(row), titles) + GAP + String.join(GAP, cells));
        }
    }

    private static String title(Sheet.Row row) {
        return TerminalStyle.cut((row.detail() ? GAP : "") + row.title(), TITLE);
    }

    private static int width(Sheet sheet, int column) {
        int width = sheet.columns().get(column).length();
        for (Sheet.Row row : sheet.rows()) {
            width = Math.max(width, row.cells().get(column).length());
        }
        return width;
    }

    private static String before(String cell, int width) {
        return " ".repeat(width - cell.length()) + cell;
    }

    private static String after(String cell, int width) {
        return cell + " ".repeat(width - cell.length());
    }

    private void line(String line) {
        out.append(Printable.line(line)).append('\n');
    }
}
