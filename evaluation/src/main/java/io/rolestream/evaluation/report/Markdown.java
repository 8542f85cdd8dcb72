package io.rolestream.evaluation.report;

import java.util.List;
import java.util.stream.Collectors;

/** Writes Markdown block by block. */
public final class Markdown {
    private static final int MOST_NAMES = 40;
    private static final String SPECIAL = "\\`*_{}[]<>#|~&";

    private final StringBuilder out = new StringBuilder();

    Markdown heading(String text) {
        out.append("## ").append(text).append("\n\n");
        return this;
    }

    Markdown paragraph(String text) {
        out.append(text).append("\n\n");
        return this;
    }

    Markdown list(List<String> items) {
        items.forEach(item -> out.append("- ").append(item).append('\n'));
        out.append(items.isEmpty() ? "" : "\n");
        return this;
    }

    /** The first column is text, the others are figures. */
    Markdown table(List<String> header, List<List<String>> rows) {
        row(header);
        out.append("|---|").append("---:|".repeat(header.size() - 1)).append('\n');
        rows.forEach(this::row);
        out.append('\n');
        return this;
    }

    private void row(List<String> cells) {
        out.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    Markdown image(String description, String file) {
        return paragraph("![" + text(description) + "](" + file + ")");
    }

    /** @param markdown a complete section, or nothing */
    Markdown section(String markdown) {
        out.append(markdown);
        return this;
    }

    String document() {
        return out.toString().stripTrailing() + "\n";
    }

    /** Names in a row, escaped; of many, the first and the number of the others. */
    static String names(List<String> names) {
        String first = names.stream().limit(MOST_NAMES).map(Markdown::text).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMES ? first + " and " + (names.size() - MOST_NAMES) + " more" : first;
    }

    /** Escapes markup and line breaks. */
    public static String text(String plain) {
        StringBuilder escaped = new StringBuilder();
        plain.codePoints().forEach(c -> {
            if (SPECIAL.indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
        });
        return escaped.toString();
    }
}
