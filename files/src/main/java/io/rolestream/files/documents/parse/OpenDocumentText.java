package io.rolestream.files.documents.parse;

import java.util.Set;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The text of ODT documents. Macros, embedded files, comments and recorded deletions are ignored. */
final class OpenDocumentText implements OfficeParts.Handler {
    static final String BODY = "content.xml";

    private static final Set<String> SKIPPED =
            Set.of("annotation", "tracked-changes", "font-face-decls", "automatic-styles", "scripts", "binary-data");
    private static final Set<String> PARAGRAPHS = Set.of("p", "h");
    private static final String TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
    private static final int MOST_SPACES = 100;

    private final TextSink sink;
    private int skipped;
    private int paragraphs;

    private OpenDocumentText(TextSink sink) {
        this.sink = sink;
    }

    /** @throws UnreadableDocument if the document is damaged or hostile */
    static void read(OfficeParts parts, TextSink sink) {
        parts.read(BODY, new OpenDocumentText(sink));
    }

    @Override
    public void start(XMLStreamReader xml, String name) {
        if (skipped > 0 || SKIPPED.contains(name)) {
            skipped++;
            return;
        }
        if (!TEXT.equals(xml.getNamespaceURI())) {
            return;
        }
        if (PARAGRAPHS.contains(name)) {
            sink.endLine();
            paragraphs++;
        }
        switch (name) {
            case "tab" -> sink.add('\t');
            case "line-break" -> sink.add('\n');
            case "s" -> sink.add(" ".repeat(spaces(xml.getAttributeValue(TEXT, "c"))));
            default -> {}
        }
    }

    private static int spaces(@Nullable String count) {
        try {
            return count == null ? 1 : Math.max(1, Math.min(MOST_SPACES, Integer.parseInt(count)));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    @Override
    public void end(String name) {
        if (skipped > 0) {
            skipped--;
        } else if (PARAGRAPHS.contains(name) && paragraphs > 0) {
            paragraphs--;
            sink.endLine();
        }
    }

    @Override
    public void text(String text) {
        if (paragraphs > 0 && skipped == 0) {
            sink.add(text.replace('\n', ' '));
        }
    }
}
