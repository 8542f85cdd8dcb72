package io.rolestream.rules.matching;

/**
 * Walks over the tokens of a text, without copying any of it.
 *
 * <p>A token starts at a letter or digit, or at a '.' that is directly followed by a letter and not preceded by a
 * letter or digit ({@code .net}). It continues over letters and digits, and over a single '.' between two of them
 * ({@code node.js}). A directly following "++" or '#' belongs to it and ends it ({@code c++}, {@code c#}). Everything
 * else separates tokens, and some of it {@linkplain Chars#isHardBreak breaks} phrases.
 */
public final class TokenCursor {
    private final char[] text;
    private final int length;
    private int start;
    private int end;
    private int hash;
    private int kinds;
    private int gapKinds;
    private int gapStart;

    public TokenCursor(String text) {
        this(text.toCharArray(), text.length());
    }

    /**
     * Reads a text from an array, since that is faster than from a String.
     *
     * @param length of the text, at the beginning of the array
     */
    TokenCursor(char[] text, int length) {
        this.text = text;
        this.length = length;
    }

    /** Moves to the next token; false at the end. */
    public boolean next() {
        char[] chars = text;
        int i = end;
        int gap = 0;
        int entry = 0;
        gapStart = i;
        for (; i < length; i++) {
            char c = chars[i];
            entry = Chars.entry(c);
            if ((entry & Chars.WORD) != 0 || (c == '.' && leadsToken(i))) {
                break;
            }
            gap |= entry;
        }
        gapKinds = gap;
        start = i;
        if (i == length) {
            end = length;
            kinds = 0;
            return false;
        }
        int h = TokenDictionary.hash(0, Chars.lowerOf(entry));
        int all = entry & ~Chars.CAPITAL;
        for (i++; i < length; i++) {
            char c = chars[i];
            entry = Chars.entry(c);
            if ((entry & Chars.WORD) == 0 && !(c == '.' && joinsToken(i))) {
                break;
            }
            all |= entry;
            h = TokenDictionary.hash(h, Chars.lowerOf(entry));
        }
        if (i < length && chars[i] == '#') {
            h = TokenDictionary.hash(h, chars[i++]);
        } else if (i + 1 < length && chars[i] == '+' && chars[i + 1] == '+') {
            h = TokenDictionary.hash(TokenDictionary.hash(h, '+'), '+');
            i += 2;
        }
        end = i;
        hash = h;
        kinds = all;
        return true;
    }

    /** Whether the text is one token, from its start to its end. For a cursor that has not moved. */
    boolean isWhole() {
        return next() && start == 0 && end == length;
    }

    private boolean leadsToken(int i) {
        return i + 1 < length && Character.isLetter(text[i + 1]) && (i == 0 || !Chars.isWord(text[i - 1]));
    }

    private boolean joinsToken(int i) {
        return Chars.isWord(text[i - 1]) && i + 1 < length && Chars.isWord(text[i + 1]);
    }

    /** Where the token starts, in UTF-16 code units. */
    public int start() {
        return start;
    }

    /** Where the token ends, exclusive. */
    public int end() {
        return end;
    }

    /** The token's hash, as {@link TokenDictionary} computes it over the lower-cased characters. */
    int hash() {
        return hash;
    }

    /** Whether a break separates the token from the one before it. */
    boolean broken() {
        return (gapKinds & Chars.BREAK) != 0;
    }

    /** The flags of the token's characters, without {@link Chars#CAPITAL} of the first; other bits mean nothing. */
    int kinds() {
        return kinds;
    }

    /** Whether the token may continue a word that a line end divides, or that is written apart: {@code ASP .NET}. */
    boolean mayEndWord() {
        if (((gapKinds & Chars.LINE_END) | (kinds & Chars.BREAK)) == 0 || gapStart == 0) {
            return false;
        }
        return text[broken() ? gapStart : start] == (broken() ? '-' : '.');
    }

    /** Whether the token, or what precedes it, may be written in a way that {@link PlainWriting} changes. */
    boolean suspect() {
        return ((gapKinds | kinds) & Chars.SUSPECT) != 0;
    }

    /** Where what precedes the token starts: at the end of the token before it. */
    int gapStart() {
        return gapStart;
    }

    /** The token in lower case. */
    public String token() {
        StringBuilder token = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            token.append(Chars.lower(text[i]));
        }
        return token.toString();
    }
}
