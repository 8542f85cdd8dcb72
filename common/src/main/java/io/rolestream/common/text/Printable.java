package io.rolestream.common.text;

import java.util.Locale;

/**
 * Text that is safe to show in a terminal, whoever wrote it. Control characters (C0 but line feed and tab, DEL, C1),
 * characters that change the writing direction or are invisible, and line separators could move the cursor, hide text
 * or show it as another.
 */
public final class Printable {
    private static final int SOFT_HYPHEN = 0xAD;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Printable() {}

    /** Whether a terminal shows the character as it is. */
    public static boolean is(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> codePoint == '\n' || codePoint == '\t';
            // Words of several scripts, and emojis, are written with joiners.
            case Character.FORMAT ->
                codePoint == ZERO_WIDTH_JOINER || codePoint == ZERO_WIDTH_NON_JOINER || codePoint == SOFT_HYPHEN;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> false;
            default -> true;
        };
    }

    /** The text with all other characters as JSON's escapes, so that JSON stays the same value. */
    public static String of(String text) {
        if (text.codePoints().allMatch(Printable::is)) {
            return text;
        }
        StringBuilder printable = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (is(c)) {
                printable.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    printable.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            }
        });
        return printable.toString();
    }

    /** As {@link #of}, and one line: a line feed in it could begin a line that looks like ours. */
    public static String line(String text) {
        return of(text).replace("\n", "\\n");
    }

    /** The text with spaces for all other characters, and for tabs; as long as before. */
    public static String spaced(String text) {
        StringBuilder spaced = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c ->
                        spaced.append(is(c) && c != '\t' ? Character.toString(c) : " ".repeat(Character.charCount(c))));
        return spaced.toString();
    }
}
