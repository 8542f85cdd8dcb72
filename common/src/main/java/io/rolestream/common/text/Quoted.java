package io.rolestream.common.text;

import java.util.Collection;
import java.util.stream.Collectors;

/** Formats names from files and users for messages: quoted, on one line, limited in length and number. */
public final class Quoted {
    private static final int MOST = 5;
    private static final int LONGEST = 60;

    private Quoted() {}

    /** A text in quotation marks, on one line and truncated to {@value #LONGEST} characters. */
    public static String of(String text) {
        int end = Math.min(text.length(), LONGEST);
        return '"'
                + Printable.spaced(text.substring(0, end)).replace('\n', ' ')
                + (end < text.length() ? "...\"" : "\"");
    }

    /** {@code "a", "b" and 7 more}. */
    public static String list(Collection<String> names) {
        String first = names.stream().limit(MOST).map(Quoted::of).collect(Collectors.joining(", "));
        return names.size() > MOST ? first + " and " + (names.size() - MOST) + " more" : first;
    }
}
