package io.rolestream.rules.matching;

/**
 * Reads a text into the numbers of its tokens. Almost every text is read by its letters alone; what is unknown that way
 * is left to {@link OddTokens}, and a text in odd characters has to be {@linkplain PlainWriting rewritten} first.
 */
final class TokenReader {
    private final PhraseWords words;
    private final OddTokens oddTokens;
    private final DividedWords dividedWords;

    TokenReader(PhraseWords words, OddTokens.Coverage coverage) {
        this.words = words;
        this.oddTokens = new OddTokens(words, coverage);
        this.dividedWords = new DividedWords(words);
    }

    /** Reads a text, unless it has to be rewritten first; returns whether it was read. */
    boolean read(String text, Matches matches) {
        return read(text, matches, true);
    }

    /** Reads a text in plain writing. */
    void readPlain(String text, Matches matches) {
        read(text, matches, false);
    }

    private boolean read(String text, Matches matches, boolean unlessOdd) {
        matches.tokenCount = 0;
        char[] chars = matches.characters(text);
        TokenCursor cursor = new TokenCursor(chars, text.length());
        boolean afterDot = false;
        while (cursor.next()) {
            if (unlessOdd && cursor.suspect() && PlainWriting.isOdd(text, cursor.gapStart(), cursor.end())) {
                return false;
            }
            int number = words.find(chars, cursor.start(), cursor.end(), cursor.hash());
            if (number == TokenDictionary.UNKNOWN) {
                oddTokens.read(text, cursor.start(), cursor.end(), cursor.kinds(), cursor.broken(), matches);
            } else {
                words.add(number, cursor.start(), cursor.end(), cursor.broken(), matches);
            }
            boolean spelled = afterDot || (number >= 0 && number <= DividedWords.LAST_SIGN);
            if (spelled || cursor.mayEndWord()) {
                dividedWords.joinLast(text, cursor.start(), cursor.broken(), matches);
            }
            afterDot = number == DividedWords.DOT;
        }
        return !(unlessOdd && cursor.suspect() && PlainWriting.isOdd(text, cursor.gapStart(), cursor.end()));
    }
}
