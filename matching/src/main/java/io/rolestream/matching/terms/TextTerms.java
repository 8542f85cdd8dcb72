package io.rolestream.matching.terms;

import io.rolestream.rules.matching.TokenCursor;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishMinimalStemmer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;

/**
 * The terms of a text, as they are indexed and searched. Tokens are cut as for the rules ({@code c#}, {@code c++},
 * {@code .net}, {@code node.js} stay whole) and lower-cased; accents are removed, English stop words dropped, and
 * plurals reduced.
 *
 * <p>Two tokens that are joined by one character are also a term together: short ones by a slash or an ampersand
 * ({@code ci/cd}, {@code pl/sql}, {@code r&d}), and others by a hyphen, which is left out, so that {@code front-end}
 * and {@code frontend} are the same term.
 */
public final class TextTerms {
    /** Longer tokens are encoded data, not words. */
    private static final int MAX_TOKEN = 40;

    private static final int MAX_SHORT = 3;
    private static final int MAX_HYPHENATED = 14;
    private static final int MIN_STEMMED = 4;
    /** Longer numbers are telephone numbers and the like; shorter ones count years, people, days. */
    private static final int MAX_DIGITS = 4;

    private static final int MIN_DIGITS = 3;

    private static final CharArraySet STOP_WORDS = EnglishAnalyzer.ENGLISH_STOP_WORDS_SET;
    private static final EnglishMinimalStemmer STEMMER = new EnglishMinimalStemmer();

    private TextTerms() {}

    /** The terms in the order of the text. */
    public static List<String> of(String text) {
        String normal = Normalizer.isNormalized(text, Normalizer.Form.NFKC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFKC);
        List<String> terms = new ArrayList<>();
        TokenCursor cursor = new TokenCursor(normal);
        String before = "";
        int end = -1;
        while (cursor.next()) {
            String token = cursor.token();
            add(token, terms);
            if (cursor.start() == end + 1 && end >= 0) {
                addJoined(before, normal.charAt(end), token, terms);
            }
            before = token;
            end = cursor.end();
        }
        return terms;
    }

    private static void add(String token, List<String> terms) {
        if (token.length() > MAX_TOKEN || STOP_WORDS.contains(token) || isOtherNumber(token)) {
            return;
        }
        terms.add(stem(fold(token)));
    }

    private static void addJoined(String first, char separator, String second, List<String> terms) {
        switch (separator) {
            case '/', '&' -> {
                if (first.length() <= MAX_SHORT && second.length() <= MAX_SHORT) {
                    terms.add(fold(first) + separator + fold(second));
                }
            }
            case '-' -> {
                if (first.length() + second.length() <= MAX_HYPHENATED && isWord(first) && isWord(second)) {
                    terms.add(stem(fold(first + second)));
                }
            }
            default -> {
                return;
            }
        }
    }

    private static boolean isOtherNumber(String token) {
        return (token.length() < MIN_DIGITS || token.length() > MAX_DIGITS)
                && token.chars().allMatch(Character::isDigit);
    }

    private static boolean isWord(String token) {
        return token.chars().allMatch(Character::isLetter);
    }

    private static String fold(String token) {
        if (token.chars().allMatch(c -> c < 128)) {
            return token;
        }
        char[] in = token.toCharArray();
        char[] out = new char[4 * in.length];
        return new String(out, 0, ASCIIFoldingFilter.foldToASCII(in, 0, out, 0, in.length));
    }

    private static String stem(String token) {
        if (token.length() < MIN_STEMMED || !token.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            return token;
        }
        char[] letters = token.toCharArray();
        return new String(letters, 0, STEMMER.stem(letters, letters.length));
    }
}
