package io.rolestream.files.documents.parse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The text of RTF documents. Pictures, embedded objects, styles and codes of fields are ignored. Java's own reader
 * loses table cells and all encodings but one.
 */
final class RtfText {
    private static final int MOST_DEPTH = 1_000;
    private static final int MOST_DIGITS = 9;
    private static final String TEXT_BOX = "shpinst";
    private static final Set<String> SKIPPED = Set.of(
            "colortbl",
            "stylesheet",
            "info",
            "pict",
            "object",
            "header",
            "headerl",
            "headerr",
            "headerf",
            "footer",
            "footerl",
            "footerr",
            "footerf",
            "sp",
            "fldinst",
            "themedata",
            "datastore",
            "xe",
            "tc",
            "bkmkstart",
            "bkmkend");
    private static final Map<String, String> SYMBOLS = Map.ofEntries(
            Map.entry("par", "\n"),
            Map.entry("line", "\n"),
            Map.entry("sect", "\n"),
            Map.entry("page", "\n"),
            Map.entry("row", "\n"),
            Map.entry("nestrow", "\n"),
            Map.entry("tab", "\t"),
            Map.entry("cell", "\t"),
            Map.entry("nestcell", "\t"),
            Map.entry("emdash", "\u2014"),
            Map.entry("endash", "\u2013"),
            Map.entry("bullet", "\u2022"),
            Map.entry("lquote", "\u2018"),
            Map.entry("rquote", "\u2019"),
            Map.entry("ldblquote", "\u201C"),
            Map.entry("rdblquote", "\u201D"),
            Map.entry("emspace", " "),
            Map.entry("enspace", " "));

    /** What applies within a group. */
    private static final class Group {
        boolean skipped;
        boolean fonts;
        int fallbackChars = 1;
        Charset charset = RtfCharsets.STANDARD;

        Group within() {
            Group inner = new Group();
            inner.skipped = skipped;
            inner.fonts = fonts;
            inner.fallbackChars = fallbackChars;
            inner.charset = charset;
            return inner;
        }
    }

    private final byte[] bytes;
    private final TextSink sink;
    private final Deque<Group> outer = new ArrayDeque<>();
    private final Map<Integer, Charset> fonts = new HashMap<>();
    private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    private Group group = new Group();
    private int at;
    private int toSkip;
    private int definedFont;
    private boolean optional;

    private RtfText(byte[] bytes, TextSink sink) {
        this.bytes = bytes;
        this.sink = sink;
    }

    /** @throws UnreadableDocument if it nests too deeply or ends within a group */
    static void read(byte[] bytes, TextSink sink) {
        new RtfText(bytes, sink).read();
    }

    private void read() {
        while (at < bytes.length) {
            char next = (char) (bytes[at++] & 0xFF);
            switch (next) {
                case '{' -> open();
                case '}' -> {
                    flush();
                    if (outer.isEmpty()) {
                        return;
                    }
                    group = outer.pop();
                    if (outer.isEmpty()) {
                        return;
                    }
                }
                case '\\' -> control();
                case '\r', '\n', '\0' -> {}
                default -> encodedByte(next);
            }
        }
        flush();
        throw new UnreadableDocument("is cut short: its last RTF group is not closed");
    }

    private void open() {
        flush();
        if (outer.size() == MOST_DEPTH) {
            throw new UnreadableDocument("nests more than " + MOST_DEPTH + " RTF groups");
        }
        outer.push(group);
        group = group.within();
        optional = false;
        toSkip = 0;
    }

    private void control() {
        if (at == bytes.length) {
            return;
        }
        char next = (char) (bytes[at] & 0xFF);
        if (isLetter(next)) {
            word();
            return;
        }
        at++;
        switch (next) {
            case '\'' -> {
                int high = at < bytes.length ? Character.digit(bytes[at], 16) : -1;
                int low = at + 1 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
                at = Math.min(bytes.length, at + 2);
                if (high >= 0 && low >= 0) {
                    encodedByte((char) (high * 16 + low));
                }
            }
            case '*' -> optional = true;
            case '~' -> write("\u00A0");
            case '_' -> write("-");
            case '\n', '\r' -> write("\n");
            case '{', '}', '\\' -> encodedByte(next);
            default -> {}
        }
    }

    private void word() {
        int start = at;
        while (at < bytes.length && isLetter((char) bytes[at])) {
            at++;
        }
        String word = new String(bytes, start, at - start, StandardCharsets.US_ASCII);
        int digits = at;
        if (at < bytes.length && bytes[at] == '-') {
            at++;
        }
        while (at < bytes.length && at - digits <= MOST_DIGITS && Character.isDigit((char) bytes[at])) {
            at++;
        }
        String number = new String(bytes, digits, at - digits, StandardCharsets.US_ASCII);
        if (at < bytes.length && bytes[at] == ' ') {
            at++;
        }
        boolean numbered = !number.isEmpty() && !number.equals("-");
        apply(word, numbered ? (int) Long.parseLong(number) : 0, numbered);
    }

    private void apply(String word, int number, boolean numbered) {
        if ((optional && !word.equals(TEXT_BOX)) || SKIPPED.contains(word)) {
            group.skipped = true;
        }
        optional = false;
        switch (word) {
            case "fonttbl" -> group.fonts = true;
            case "ansicpg" -> group.charset = RtfCharsets.ofCodePage(number);
            case "fcharset" -> fonts.put(definedFont, RtfCharsets.ofFont(number, group.charset));
            case "f" -> {
                flush();
                if (group.fonts) {
                    definedFont = number;
                } else {
                    group.charset = fonts.getOrDefault(number, group.charset);
                }
            }
            case "uc" -> group.fallbackChars = Math.max(0, number);
            case "u" -> {
                write(String.valueOf((char) number));
                toSkip = group.fallbackChars;
            }
            case "bin" -> {
                flush();
                at = (int) Math.min(bytes.length, (long) at + Math.max(0, numbered ? number : 0));
            }
            default -> {
                String symbol = SYMBOLS.get(word);
                if (symbol != null) {
                    write(symbol);
                }
            }
        }
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private void encodedByte(char value) {
        if (toSkip > 0) {
            toSkip--;
        } else if (!group.skipped && !group.fonts) {
            encoded.write(value);
        }
    }

    private void write(String text) {
        flush();
        toSkip = 0;
        if (!group.skipped && !group.fonts) {
            sink.add(text);
        }
    }

    /** Decodes together what was encoded together: a character may take two bytes. */
    private void flush() {
        if (encoded.size() > 0) {
            sink.add(encoded.toString(group.charset));
            encoded.reset();
        }
    }
}
