package io.rolestream.files.documents.parse;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamReader;

/** The text of DOCX documents, headers first. Macros, embedded files, comments and deleted text are ignored. */
final class WordText implements OfficeParts.Handler {
    static final String BODY = "word/document.xml";

    private static final Pattern HEADER = Pattern.compile("word/header\\d*\\.xml");
    private static final int MOST_HEADERS = 3;

    /** Deleted text, codes of fields, and the copy of a text box for old programs. */
    private static final Set<String> SKIPPED = Set.of("del", "moveFrom", "instrText", "delText", "Fallback");

    private final TextSink sink;
    private int skipped;
    private boolean inText;

    private WordText(TextSink sink) {
        this.sink = sink;
    }

    /** @throws UnreadableDocument if the document is damaged or hostile */
    static void read(OfficeParts parts, TextSink sink) {
        List<String> headers = parts.names(name -> HEADER.matcher(name).matches());
        for (String header : headers.subList(0, Math.min(headers.size(), MOST_HEADERS))) {
            parts.read(header, new WordText(sink));
            sink.endLine();
        }
        parts.read(BODY, new WordText(sink));
    }

    @Override
    public void start(XMLStreamReader xml, String name) {
        if (skipped > 0 || SKIPPED.contains(name)) {
            skipped++;
            return;
        }
        switch (name) {
            case "t" -> inText = true;
            case "tab", "ptab" -> sink.add('\t');
            case "br", "cr" -> sink.add('\n');
            case "noBreakHyphen" -> sink.add('-');
            case "txbxContent" -> sink.endLine();
            default -> {}
        }
    }

    @Override
    public void end(String name) {
        if (skipped > 0) {
            skipped--;
            return;
        }
        switch (name) {
            case "t" -> inText = false;
            case "p", "tr" -> sink.endLine();
            default -> {}
        }
    }

    @Override
    public void text(String text) {
        if (inText && skipped == 0) {
            sink.add(text);
        }
    }
}
