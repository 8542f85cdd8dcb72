package io.rolestream.evaluation.comparison.html;

import io.rolestream.common.text.Printable;
import io.rolestream.evaluation.comparison.report.Sheet;
import io.rolestream.evaluation.report.Svg;
import java.util.List;

/**
 * Writes a page without scripts and external resources, element by element. Every text is escaped; only plots are
 * inserted as they are.
 */
public final class Html {
    private static final String STYLE = """
            :root{color-scheme:light dark;--page:#ffffff;--ink:#1f2328;--soft:#59636e;--line:#d1d9e0;--tint:#f6f8fa}
            @media (prefers-color-scheme:dark){:root{--page:#0d1117;--ink:#f0f6fc;--soft:#9198a1;--line:#3d444d;--tint:#151b23}}
            *{box-sizing:border-box}
            body{margin:0 auto;max-width:72rem;padding:1rem;background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
            h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}
            h2{font-size:1.25rem;margin:2.5rem 0 .5rem;border-top:1px solid var(--line);padding-top:1rem}
            h3{font-size:1rem;margin:1.5rem 0 .25rem}
            p{margin:.25rem 0 .5rem;max-width:46rem}
            li{max-width:46rem;margin:.25rem 0}
            .soft,figcaption,.detail th,.detail td{color:var(--soft)}
            .lead{font-size:1.2rem;font-weight:600}
            .warning{border-left:4px solid #bc4c00;padding-left:.75rem}
            .scroll{overflow-x:auto;border:1px solid var(--line);border-radius:6px;margin:.5rem 0 1rem;width:fit-content;max-width:100%}
            table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.875rem}
            th,td{padding:.25rem .75rem;text-align:right;white-space:nowrap;vertical-align:top}
            thead th{white-space:normal;max-width:14rem;border-bottom:1px solid var(--line);vertical-align:bottom;overflow-wrap:break-word}
            th:first-child,td:first-child{text-align:left;position:sticky;left:0;background:var(--page);max-width:18rem;white-space:normal;overflow-wrap:break-word}
            @media (max-width:40rem){th,td{padding:.25rem .5rem}th:first-child,td:first-child{max-width:9.5rem}}
            tbody tr:not(.detail) th,tbody tr:not(.detail) td{border-top:1px solid var(--line)}
            tbody th{font-weight:500}
            .detail th{font-weight:400;padding-left:1.5rem}
            .detail th,.detail td{padding-top:0}
            .plots{display:flex;flex-wrap:wrap;gap:0 2rem}
            figure{margin:.5rem 0 1rem;max-width:100%}
            .plots figure{max-width:min(358px,100%)}
            figcaption{font-size:.875rem;max-width:46rem}
            svg{max-width:100%;height:auto;display:block}
            .scroll svg{max-width:none}
            details{border:1px solid var(--line);border-radius:6px;padding:.5rem .75rem;margin:.5rem 0}
            summary{cursor:pointer;font-weight:600}
            """;

    private final StringBuilder out = new StringBuilder();
    private int tables;

    public Html open(String tag) {
        out.append('<').append(tag).append(">\n");
        return this;
    }

    public Html close(String tag) {
        out.append("</").append(tag).append(">\n");
        return this;
    }

    /** @param tag with its attributes, such as {@code p class="lead"} */
    public Html element(String tag, String text) {
        int end = tag.indexOf(' ');
        out.append('<').append(tag).append('>').append(text(text));
        out.append("</").append(end < 0 ? tag : tag.substring(0, end)).append(">\n");
        return this;
    }

    /** @param description read aloud, and shown below */
    public Html plot(String svg, String description) {
        return open("figure").raw(svg).element("figcaption", description).close("figure");
    }

    public Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** A table that scrolls sideways where it is wider than the page; its first column stays. */
    public Html table(Sheet sheet) {
        String id = "t" + tables++;
        element("h3 id=\"" + id + "\"", sheet.title());
        sheet.notes().forEach(note -> element("p", note));
        open("div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"" + id + "\"");
        open("table").open("thead").open("tr");
        // An empty heading is no heading.
        element(sheet.corner().isEmpty() ? "td" : "th scope=\"col\"", sheet.corner());
        sheet.columns().forEach(column -> element("th scope=\"col\"", column));
        close("tr").close("thead").open("tbody");
        for (Sheet.Row row : sheet.rows()) {
            open(row.detail() ? "tr class=\"detail\"" : "tr");
            element("th scope=\"row\"", row.title());
            row.cells().forEach(cell -> element("td", cell));
            close("tr");
        }
        return close("tbody").close("table").close("div");
    }

    public Html list(List<String> sentences) {
        open("ul");
        sentences.forEach(sentence -> element("li", sentence));
        return close("ul");
    }

    /** Begins the page, up to its title. */
    public Html begin(String title) {
        raw("<!DOCTYPE html>\n").open("html lang=\"en\"").open("head");
        raw("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
        raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';style-src 'unsafe-inline'\">\n");
        element("title", title).raw("<style>\n" + STYLE + "</style>\n").close("head");
        return open("body").open("main").element("h1", title);
    }

    /** Returns what was written since the last call, and forgets it: for pages that are too long to be kept. */
    public String take() {
        String written = out.toString();
        out.setLength(0);
        return written;
    }

    /** Ends the page and returns it, without what was taken. */
    public String end() {
        return close("main").close("body").close("html").out.toString();
    }

    private static String text(String text) {
        return Svg.escape(Printable.of(text));
    }
}
