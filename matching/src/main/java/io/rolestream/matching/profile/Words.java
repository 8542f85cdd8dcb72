package io.rolestream.matching.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of a text: runs of letters, with a genitive ("women's") as part of its word. */
final class Words {
    /**
     * A word.
     *
     * @param lower in lower case, without a genitive
     * @param start in UTF-16 code units
     * @param end exclusive, behind a genitive
     * @param capital whether its first letter is a capital
     */
    record Word(String lower, int start, int end, boolean capital) {}

    private Words() {}

    static List<Word> of(String text) {
        List<Word> words = new ArrayList<>();
        int length = text.length();
        for (int i = 0; i < length; ) {
            if (!isLetter(text.charAt(i))) {
                i++;
                continue;
            }
            int end = i + 1;
            while (end < length && isLetter(text.charAt(end))) {
                end++;
            }
            String lower = text.substring(i, end).toLowerCase(Locale.ROOT);
            int genitive = end;
            if (end < length && isApostrophe(text.charAt(end))) {
                boolean singular = end + 1 < length
                        && (text.charAt(end + 1) == 's' || text.charAt(end + 1) == 'S')
                        && (end + 2 == length || !isLetter(text.charAt(end + 2)));
                boolean plural = lower.endsWith("s") && (end + 1 == length || !isLetter(text.charAt(end + 1)));
                genitive = singular ? end + 2 : plural ? end + 1 : end;
            }
            words.add(new Word(lower, i, genitive, Character.isUpperCase(text.charAt(i))));
            i = Math.max(end, genitive);
        }
        return words;
    }

    /** Letters with the marks that combine with them. */
    private static boolean isLetter(char c) {
        return Character.isLetter(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    private static boolean isApostrophe(char c) {
        return c == '\'' || c == '\u2019';
    }
}
