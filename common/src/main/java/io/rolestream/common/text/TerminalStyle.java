package io.rolestream.common.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How text is laid out on standard output: its width, and whether it has colours. Colours are ANSI escape sequences, so
 * coloured text goes to a {@linkplain TerminalPrinter#styled styled} printer, and foreign text in it is made
 * {@linkplain Printable printable} before.
 *
 * @param columns the width, at least {@value #LEAST_COLUMNS}
 */
public record TerminalStyle(int columns, boolean coloured) {
    /** The width of a file or pipe, and of terminals whose width is unknown. */
    public static final int USUAL_COLUMNS = 80;

    private static final int LEAST_COLUMNS = 40;
    private static final int MOST_COLUMNS = 1_000;
    private static final String ELLIPSIS = "...";
    private static final String RESET = "\u001b[0m";

    /** Uncoloured text of {@value #USUAL_COLUMNS} columns. */
    public static final TerminalStyle PLAIN = new TerminalStyle(USUAL_COLUMNS, false);

    /** A colour of text, or bold. */
    public enum Tone {
        BOLD("1"),
        DIM("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33"),
        CYAN("36");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    public TerminalStyle {
        columns = Math.max(LEAST_COLUMNS, Math.min(MOST_COLUMNS, columns));
    }

    /**
     * The style of this process's standard output, as the start script found it ({@code rolestream.stdout.terminal},
     * {@code rolestream.stdout.columns}). Only a terminal gets colours, unless the variable {@code NO_COLOR} is set.
     */
    public static TerminalStyle ofStandardOutput() {
        return of(
                Boolean.getBoolean("rolestream.stdout.terminal"),
                System.getProperty("rolestream.stdout.columns"),
                System.getenv());
    }

    static TerminalStyle of(boolean terminal, @Nullable String columns, Map<String, String> environment) {
        boolean coloured = terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return new TerminalStyle(width(columns), coloured);
    }

    private static int width(@Nullable String columns) {
        boolean known = columns != null && columns.matches("[1-9][0-9]{0,3}");
        return known ? Integer.parseInt(columns) : USUAL_COLUMNS;
    }

    /** The text in a tone, where there are colours. */
    public String in(Tone tone, String text) {
        return coloured ? "\u001b[" + tone.code + "m" + text + RESET : text;
    }

    /** The text in one line of at most the given length; a longer one is cut. */
    public static String cut(String text, int length) {
        String line = Printable.line(text);
        return line.length() <= length ? line : line.substring(0, Math.max(0, length - ELLIPSIS.length())) + ELLIPSIS;
    }

    /**
     * Breaks uncoloured text between words into lines that fit. A word that is longer than a line is broken too.
     *
     * @param indent of all lines but the first, in columns
     */
    public List<String> wrap(String text, int indent) {
        List<String> lines = new ArrayList<>();
        String rest = Printable.line(text);
        String margin = "";
        while (margin.length() + rest.length() > columns) {
            int room = columns - margin.length();
            int space = rest.lastIndexOf(' ', room);
            boolean betweenWords = space > 0 && !rest.substring(0, space).isBlank();
            lines.add(margin + rest.substring(0, betweenWords ? space : room).stripTrailing());
            rest = rest.substring(betweenWords ? space : room).stripLeading();
            margin = " ".repeat(Math.min(indent, columns / 2));
        }
        lines.add(margin + rest);
        return lines;
    }
}
