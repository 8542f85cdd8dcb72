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
    private final String text;
    private int start;
    private int end;
    private int hash;
    private boolean broken;

    public TokenCursor(String text) {
        this.text = text;
    }

    /** Moves to the next token; false at the end. */
    public boolean next() {
        int length = text.length();
        int i = end;
        broken = false;
        for (; i < length; i++) {
            char c = text.charAt(i);
            if (Chars.isWord(c) || (c == '.' && leadsToken(i))) {
                break;
            }
            broken |= Chars.isHardBreak(c);
        }
        if (i == length) {
            end = length;
            return false;
        }
        start = i;
        int h = 0;
        do {
            h = TokenDictionary.hash(h, Chars.lower(text.charAt(i++)));
        } while (i < length && continuesToken(i));
        if (i < length && text.charAt(i) == '#') {
            h = TokenDictionary.hash(h, text.charAt(i++));
        } else if (i + 1 < length && text.charAt(i) == '+' && text.charAt(i + 1) == '+') {
            h = TokenDictionary.hash(TokenDictionary.hash(h, '+'), '+');
            i += 2;
        }
        end = i;
        hash = h;
        return true;
    }

    private boolean leadsToken(int i) {
        return i + 1 < text.length()
                && Character.isLetter(text.charAt(i + 1))
                && (i == 0 || !Chars.isWord(text.charAt(i - 1)));
    }

    private boolean continuesToken(int i) {
        char c = text.charAt(i);
        return Chars.isWord(c)
                || (c == '.'
                        && Chars.isWord(text.charAt(i - 1))
                        && i + 1 < text.length()
                        && Chars.isWord(text.charAt(i + 1)));
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
        return broken;
    }

    /** The token in lower case. */
    public String token() {
        StringBuilder token = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            token.append(Chars.lower(text.charAt(i)));
        }
        return token.toString();
    }
}
