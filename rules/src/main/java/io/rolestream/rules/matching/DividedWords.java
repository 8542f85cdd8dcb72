package io.rolestream.rules.matching;

import java.util.List;

/**
 * Joins tokens that are one word, written apart or spelled out: a word that a hyphen divides at the end of a line,
 * {@code ASP .NET}, {@code dot net}, {@code C sharp}, {@code C plus plus}. They are only joined if some phrase holds
 * the whole word. Immutable.
 */
final class DividedWords {
    /** Signs that are spelled out. They are the first words of each dictionary, in this order. */
    static final List<String> SIGNS = List.of("dot", "sharp", "plus");

    static final int DOT = 0;
    static final int LAST_SIGN = 2;
    private static final int SHARP = 1;
    private static final int PLUS = 2;

    private final PhraseWords words;

    DividedWords(PhraseWords words) {
        this.words = words;
    }

    /**
     * Joins the last token with those before it, if there are any.
     *
     * @param start where the token starts, or what it is a piece of
     * @param broken whether a break precedes it
     */
    void joinLast(String text, int start, boolean broken, Matches matches) {
        int last = matches.tokenCount - 1;
        if (last == 0) {
            return;
        }
        int end = matches.tokenEnds[last - 1];
        if (broken) {
            if (text.charAt(end) == '-' && isLineEnd(text, end + 1, start)) {
                joinHyphenated(text, matches);
            }
        } else if (text.charAt(start) == '.') {
            join(matches, 2, word(text, matches, last - 1) + word(text, matches, last));
        } else if (matches.tokens[last - 1] == DOT) {
            joinDotted(text, matches);
        } else if (matches.tokens[last] == SHARP) {
            join(matches, 2, word(text, matches, last - 1) + "#");
        } else if (matches.tokens[last] == PLUS && last > 1 && matches.tokens[last - 1] == PLUS) {
            join(matches, 3, word(text, matches, last - 2) + "++");
        }
    }

    private static boolean isLineEnd(String text, int start, int end) {
        boolean ends = false;
        for (int i = start; i < end; i++) {
            ends |= text.charAt(i) == '\n';
            if (!Character.isWhitespace(text.charAt(i))) {
                return false;
            }
        }
        return ends;
    }

    private void joinHyphenated(String text, Matches matches) {
        int last = matches.tokenCount - 1;
        String whole = word(text, matches, last - 1) + word(text, matches, last);
        if (words.isPhrase(whole)) {
            matches.tokenBroken[last] = false;
        } else {
            join(matches, 2, whole);
        }
    }

    private void joinDotted(String text, Matches matches) {
        int last = matches.tokenCount - 1;
        String dotted = "." + word(text, matches, last);
        boolean whole = last > 1 && !matches.tokenBroken[last - 1];
        if (!whole || !join(matches, 3, word(text, matches, last - 2) + dotted)) {
            join(matches, 2, dotted);
        }
    }

    private boolean join(Matches matches, int count, String word) {
        int number = words.token(word);
        if (number != TokenDictionary.UNKNOWN) {
            matches.joinTokens(count, number);
        }
        return number != TokenDictionary.UNKNOWN;
    }

    private static String word(String text, Matches matches, int token) {
        return text.substring(matches.tokenStarts[token], matches.tokenEnds[token]);
    }
}
