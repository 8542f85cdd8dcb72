package io.rolestream.files.bytes;

import java.nio.charset.StandardCharsets;

/** Detects the delimiter of a table. */
public final class Delimiter {

    /** Likeliest first: the first wins a tie. */
    private static final byte[] CANDIDATES = "\t,;|".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] DECLARATION = "sep=".getBytes(StandardCharsets.US_ASCII);

    private Delimiter() {}

    /**
     * The delimiter that a first line {@code sep=;} names, as Excel reads it; {@link TableParser#NO_DELIMITER} if none.
     */
    public static int declared(byte[] head) {
        boolean names = FileKind.startsWith(head, DECLARATION, 0) && head.length > DECLARATION.length + 1;
        int next = names ? head[DECLARATION.length + 1] : 0;
        return next == '\n' || next == '\r' ? head[DECLARATION.length] : TableParser.NO_DELIMITER;
    }

    /**
     * The delimiter that occurs most often outside of quotes in the first line that isn't blank.
     * {@link TableParser#NO_DELIMITER} if there is none: then the table has one column, and {@code Java, SQL} is one
     * value.
     */
    public static int of(byte[] head) {
        int[] counts = new int[CANDIDATES.length];
        boolean quoted = false;
        boolean blank = true;
        for (byte next : head) {
            if ((next == '\n' || next == '\r') && !quoted && !blank) {
                break;
            }
            quoted ^= next == '"';
            blank &= RecordBytes.isWhiteSpace(next) && next != '\t';
            for (int i = 0; i < CANDIDATES.length; i++) {
                counts[i] += !quoted && next == CANDIDATES[i] ? 1 : 0;
            }
        }
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return counts[best] == 0 ? TableParser.NO_DELIMITER : CANDIDATES[best];
    }
}
