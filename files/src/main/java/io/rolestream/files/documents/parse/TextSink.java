package io.rolestream.files.documents.parse;

import java.io.Writer;

/** Collects the text of a document, up to a limit, without control characters and superfluous blank lines. */
final class TextSink extends Writer {
    private static final int MOST_NEWLINES = 2;

    private final int maxChars;
    private final StringBuilder text = new StringBuilder();
    private int newlines = MOST_NEWLINES;

    /** @param maxChars longest text, in UTF-16 code units */
    TextSink(int maxChars) {
        this.maxChars = maxChars;
    }

    /** @throws UnreadableDocument if the text becomes too long */
    @Override
    public void write(char[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            add(buffer[i]);
        }
    }

    /** @throws UnreadableDocument if the text becomes too long */
    void add(CharSequence added) {
        for (int i = 0; i < added.length(); i++) {
            add(added.charAt(i));
        }
    }

    /** @throws UnreadableDocument if the text becomes too long */
    void add(char next) {
        if (next == '\n' || next == '\r' || next == '\f' || next == '\u2028' || next == '\u2029') {
            newline();
        } else if (next == '\t' || next == ' ' || !Character.isISOControl(next)) {
            put(next);
            newlines = Character.isWhitespace(next) ? newlines : 0;
        }
    }

    private void newline() {
        if (newlines < MOST_NEWLINES) {
            newlines++;
            put('\n');
        }
    }

    /** Begins a new line unless one has just begun. */
    void endLine() {
        if (newlines == 0) {
            newline();
        }
    }

    private void put(char next) {
        if (text.length() >= maxChars) {
            throw new UnreadableDocument(
                    "has more than %,d characters of text (documents.max.chars)".formatted(maxChars));
        }
        text.append(next);
    }

    /** The text, without blanks at its ends; halves of surrogate pairs become U+FFFD. */
    String text() {
        String stripped = text.toString().strip();
        return stripped.chars().noneMatch(c -> Character.isSurrogate((char) c))
                ? stripped
                : new String(
                        stripped.codePoints()
                                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                                .toArray(),
                        0,
                        stripped.codePointCount(0, stripped.length()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
