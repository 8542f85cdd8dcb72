package io.rolestream.evaluation.report;

import io.rolestream.common.text.Printable;
import java.util.List;
import java.util.Locale;

/** An SVG image, written element by element, with its own background in the reader's colour scheme. */
public final class Svg {
    /** In pixels. */
    public static final double MARGIN = 16;

    public static final String INK = "ink";

    /** Text on a filled area. */
    static final String OVER = "over";

    /** Data. */
    public static final String FIRST = "first";

    /** What the data is compared with. */
    public static final String SECOND = "second";

    public static final String GRID = "grid";
    static final String TREND = "trend";

    private static final List<String> LIGHT =
            List.of("#0969da", "#bc4c00", "#1a7f37", "#8250df", "#bf3989", "#0b7285", "#9a6700", "#57606a");
    private static final List<String> DARK =
            List.of("#4493f8", "#f0883e", "#3fb950", "#ab7df8", "#db61a2", "#39c5cf", "#d29922", "#9198a1");

    private static final String STYLE = "text{font:12px sans-serif}.end{text-anchor:end}.middle{text-anchor:middle}"
            + ".page{fill:#ffffff}.ink{fill:#1f2328}.over{fill:#ffffff}.first{fill:#0969da}.second{fill:#bc4c00}"
            + ".grid{stroke:#d1d9e0}.trend{stroke:#0969da}" + series(LIGHT)
            + "@media (prefers-color-scheme:dark){.page{fill:#0d1117}.ink{fill:#f0f6fc}.over{fill:#0d1117}"
            + ".first{fill:#4493f8}.second{fill:#f0883e}.grid{stroke:#3d444d}.trend{stroke:#4493f8}"
            + series(DARK) + "}";

    private final StringBuilder out = new StringBuilder();

    private static String series(List<String> colours) {
        StringBuilder styles = new StringBuilder();
        for (int i = 0; i < colours.size(); i++) {
            styles.append(format(".s%d{fill:%2$s;stroke:%2$s;stroke-width:2}", i, colours.get(i)));
        }
        return styles.toString();
    }

    /** The kind of one of several series of data; colours repeat after the eighth. */
    public static String series(int index) {
        return "s" + index % LIGHT.size();
    }

    /** @param title the text alternative */
    public Svg(double width, double height, String title) {
        out.append(format(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%.0f\" height=\"%.0f\""
                                + " viewBox=\"0 0 %.0f %.0f\">\n",
                        width, height, width, height))
                .append("<title>")
                .append(escape(title))
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style>\n");
        area("page", 0, 0, width, height, 1, "");
    }

    /** @param tooltip may be empty */
    public void area(String kind, double x, double y, double width, double height, double opacity, String tooltip) {
        out.append(format(
                        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill-opacity=\"%.3f\">",
                        kind, x, y, width, height, opacity))
                .append(tooltip.isEmpty() ? "" : "<title>" + escape(tooltip) + "</title>")
                .append("</rect>\n");
    }

    public void circle(String kind, double x, double y, double radius, String tooltip) {
        out.append(format("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>", kind, x, y, radius))
                .append(escape(tooltip))
                .append("</title></circle>\n");
    }

    public void line(String kind, double x1, double y1, double x2, double y2) {
        out.append(
                format("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n", kind, x1, y1, x2, y2));
    }

    public void text(double x, double y, String text) {
        text(INK, x, y, 0, text);
    }

    /** Right-aligned text. */
    public void textBefore(double x, double y, String text) {
        text(INK + " end", x, y, 0, text);
    }

    /** Centred text. */
    public void textAround(String kind, double x, double y, String text) {
        text(kind + " middle", x, y, 0, text);
    }

    /** Text rotated around its start, in degrees, clockwise. */
    void textTurned(double x, double y, int degrees, String text) {
        text(INK, x, y, degrees, text);
    }

    private void text(String kind, double x, double y, int degrees, String text) {
        out.append(format("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\"", kind, x, y))
                .append(degrees == 0 ? "" : format(" transform=\"rotate(%d %.1f %.1f)\"", degrees, x, y))
                .append(">")
                .append(escape(text))
                .append("</text>\n");
    }

    public String document() {
        return out + "</svg>\n";
    }

    /** Escapes markup, and replaces characters that XML does not allow or that {@linkplain Printable do not show}. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isXml(c) && Printable.is(c) ? c : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
