package io.rolestream.files.documents.parse;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a process found in a document, and how it says so: a byte for each part that is there, its length and UTF-8.
 *
 * @param text null if the document could not be read
 * @param skills of its skills section; null without one
 * @param problem why it could not be read, to continue its name; null if it could
 */
public record ParsedDocument(
        @Nullable String text,
        @Nullable String skills,
        @Nullable String problem) {
    private static final int MOST_BYTES_OF_CHAR = 3;
    private static final int MOST_PROBLEM_CHARS = 1_000;
    /** Skills are separated by a comma and a blank, where the text may have one character. */
    private static final int MOST_SKILLS_PER_TEXT = 2;

    static ParsedDocument unreadable(String problem) {
        return new ParsedDocument(null, null, problem);
    }

    void write(DataOutputStream out) throws IOException {
        write(out, text);
        write(out, skills);
        write(out, problem);
        out.flush();
    }

    private static void write(DataOutputStream out, @Nullable String value) throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    /**
     * Reads what a process wrote, which may be taken over by a document.
     *
     * @param maxChars longest text, in UTF-16 code units
     * @throws IOException if the process has ended or does not keep to the protocol
     */
    public static ParsedDocument read(DataInputStream in, int maxChars) throws IOException {
        String text = readText(in, maxChars);
        String skills = readText(in, maxChars * MOST_SKILLS_PER_TEXT);
        String problem = readText(in, MOST_PROBLEM_CHARS);
        if ((text == null) == (problem == null)) {
            throw new IOException("a document has a text or a problem");
        }
        return new ParsedDocument(text, skills, problem);
    }

    private static @Nullable String readText(DataInputStream in, int maxChars) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        int length = in.readInt();
        if (length < 0 || length > (long) maxChars * MOST_BYTES_OF_CHAR) {
            throw new IOException("a text of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.length() > maxChars) {
            throw new IOException("a text of " + text.length() + " characters");
        }
        return text;
    }
}
