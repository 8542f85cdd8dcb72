package io.rolestream.files.trec;

import io.rolestream.common.text.Counted;
import io.rolestream.common.text.Quoted;
import io.rolestream.files.bytes.ByteInput;
import io.rolestream.files.bytes.HeadStream;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.bytes.LineSplitter;
import io.rolestream.files.bytes.PlainText;
import io.rolestream.files.bytes.RecordBytes;
import io.rolestream.files.bytes.TextCheck;
import io.rolestream.files.bytes.Utf8Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file whose fields are separated by spaces or tabs, gzipped or not, with any line ends and with or
 * without a byte order mark. Blank lines are skipped. Equal fields are one object, since ids repeat.
 */
final class TrecLines implements AutoCloseable {
    private static final int MOST_ID_CHARS = 1000;

    private final String name;
    private final int fields;
    private final String layout;
    private final LineSplitter lines;
    private final Map<String, String> known = new HashMap<>();

    private TrecLines(String name, int fields, String layout, LineSplitter lines) {
        this.name = name;
        this.fields = fields;
        this.layout = layout;
        this.lines = lines;
    }

    /**
     * Opens a file.
     *
     * @param layout names its fields, for messages
     * @throws InputException if it can't be read, is empty or no text
     */
    static TrecLines open(Path file, int fields, String layout) {
        if (Files.isDirectory(file)) {
            throw new InputException(file + " is a directory; name a file in it");
        }
        HeadStream raw = null;
        try {
            raw = HeadStream.of(Files.newInputStream(file));
            HeadStream text = PlainText.decoded(PlainText.unpacked(raw), StandardCharsets.UTF_8);
            TextCheck.requireText(text.head());
            TrecLines lines = new TrecLines(file.toString(), fields, layout, new LineSplitter(new ByteInput(text)));
            raw = null;
            return lines;
        } catch (IOException e) {
            throw InputException.of(file, e);
        } catch (InputException e) {
            throw new InputException(file + ": " + e.getMessage(), e);
        } finally {
            closeQuietly(raw);
        }
    }

    private static void closeQuietly(@Nullable HeadStream stream) {
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException e) {
            // The failure that is thrown already says more.
        }
    }

    /** The fields of the next line; null at the end. */
    String @Nullable [] next() {
        try {
            if (!lines.next()) {
                return null;
            }
        } catch (IOException e) {
            throw new InputException(
                    name + " can't be read after line " + lines.line() + ": " + InputException.reason(e), e);
        }
        RecordBytes bytes = lines.bytes();
        if (bytes.overflowed()) {
            throw problem("it is longer than 4 MiB");
        }
        String text = bytes.text(0, bytes.length());
        if (text == null) {
            throw problem(Utf8Bytes.PROBLEM);
        }
        return split(text);
    }

    private String[] split(String text) {
        String[] found = new String[fields];
        int count = 0;
        int length = text.length();
        for (int i = 0; i < length; ) {
            if (isSeparator(text.charAt(i))) {
                i++;
                continue;
            }
            int start = i;
            while (i < length && !isSeparator(text.charAt(i))) {
                i++;
            }
            if (count < fields) {
                String field = text.substring(start, i);
                found[count] = known.computeIfAbsent(field, same -> same);
            }
            count++;
        }
        if (count != fields) {
            throw problem(Counted.of(count, "field") + ", not " + fields + " (" + layout
                    + "); separate fields with spaces or tabs, and write white space in an id as %20");
        }
        for (String field : found) {
            if (field.length() > MOST_ID_CHARS) {
                throw problem("the field " + Quoted.of(field) + " is longer than " + MOST_ID_CHARS + " characters");
            }
        }
        return found;
    }

    private static boolean isSeparator(char next) {
        return next == ' ' || next == '\t' || next == '\r' || next == '\n' || next == '\f' || next == '\u000B';
    }

    /** What is wrong with the line that was read last. */
    InputException problem(String what) {
        return new InputException(name + ", line " + lines.line() + ": " + what);
    }

    InputException withoutLines() {
        return new InputException(name + ": it has only blank lines");
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new InputException(name + " can't be closed: " + InputException.reason(e), e);
        }
    }
}
