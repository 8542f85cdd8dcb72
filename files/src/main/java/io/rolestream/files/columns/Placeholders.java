package io.rolestream.files.columns;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What programs write for a value that is missing, and people into a field that they must fill. */
public final class Placeholders {

    private static final int LONGEST = 80;
    private static final Set<String> WORDS = Set.of(
            "nan",
            "null",
            "none",
            "nil",
            "n/a",
            "n.a.",
            "n.a",
            "na",
            "#n/a",
            "<na>",
            "undefined",
            "-",
            "--",
            "---",
            "\u2013",
            "\u2014");
    /** A list, as Python or JSON writes it, of nothing or of such words. */
    private static final Pattern LIST =
            Pattern.compile("[\\[({]\\s*((['\"]?)(nan|null|none|n/?a)?\\2\\s*,?\\s*)*[\\])}]");

    private Placeholders() {}

    /** Whether a value says that there is none. */
    public static boolean isMissing(String value) {
        String stripped = value.strip();
        if (stripped.length() > LONGEST) {
            return false;
        }
        String bare = stripped.toLowerCase(Locale.ROOT);
        return bare.isEmpty() || WORDS.contains(bare) || LIST.matcher(bare).matches();
    }
}
