package io.rolestream.files.documents.parse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/** The text of HTML pages. Nothing is fetched or run; scripts and styles are ignored. */
final class HtmlText {
    private static final Set<String> CELLS = Set.of("td", "th");

    private HtmlText() {}

    static void read(byte[] bytes, TextSink sink) {
        try {
            @Nullable String charsetOfPage = null;
            Document page = Jsoup.parse(new ByteArrayInputStream(bytes), charsetOfPage, "");
            page.select("script, style, noscript, template, title").remove();
            page.body().traverse(new Writing(sink));
        } catch (IOException e) {
            throw new UnreadableDocument("is not readable as HTML", e);
        }
    }

    private record Writing(TextSink sink) implements NodeVisitor {
        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
                sink.add(text.getWholeText().replaceAll("\\s+", " "));
            } else if (node instanceof Element element && (element.isBlock() || element.nameIs("br"))) {
                sink.endLine();
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element) {
                if (CELLS.contains(element.normalName())) {
                    sink.add('\t');
                } else if (element.isBlock()) {
                    sink.endLine();
                }
            }
        }
    }
}
