package io.rolestream.common.text;

import java.util.Locale;

/** Numbers with their noun. */
public final class Counted {
    private Counted() {}

    /**
     * As {@code 1 row}, {@code 1,234 rows}.
     *
     * @param noun in the singular; its plural ends in s
     */
    public static String of(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }

    /** As {@code 1 query}, {@code 1,234 queries}. */
    public static String of(long number, String singular, String plural) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? singular : plural);
    }
}
