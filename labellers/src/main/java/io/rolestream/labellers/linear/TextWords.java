package io.rolestream.labellers.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a text in lower case: letters and digits, with the punctuation of {@code c++}, {@code c#} and
 * {@code node.js}.
 */
public final class TextWords {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:\\.[\\p{L}\\p{N}]+)*(?:\\+\\+|#)?");
    private static final Pattern SKILL_END = Pattern.compile("[,;|\\n•]+");

    private TextWords() {}

    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    /** The first skills of a list; at most as many words if it has no separators. */
    public static String firstSkills(String text, int skills, int wordsEach) {
        Matcher matcher = SKILL_END.matcher(text);
        int separators = 0;
        while (separators < skills && matcher.find()) {
            separators++;
        }
        int end = separators == skills ? matcher.start() : text.length();
        Matcher word = WORD.matcher(text);
        for (int i = 0; i < skills * wordsEach && word.find(); i++) {
            if (word.end() >= end) {
                return text.substring(0, end);
            }
            if (i == skills * wordsEach - 1) {
                end = word.end();
            }
        }
        return text.substring(0, end);
    }

    /** Whether a phrase occurs as whole words; both in lower case. */
    public static boolean contains(String text, String phrase) {
        for (int at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
            int end = at + phrase.length();
            if ((at == 0 || !joins(text.charAt(at - 1), phrase.charAt(0)))
                    && (end == text.length() || !joins(phrase.charAt(phrase.length() - 1), text.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean joins(char before, char after) {
        return Character.isLetterOrDigit(before) && (Character.isLetterOrDigit(after) || after == '+' || after == '#');
    }
}
