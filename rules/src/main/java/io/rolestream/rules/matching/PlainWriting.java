package io.rolestream.rules.matching;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * A text as a person reads it, with the place of each of its characters in the original.
 *
 * <p>The problem: texts come from PDF files, web pages and forms, which write the same word in many ways: with
 * ligatures and full-width or mathematical letters, with soft hyphens and zero-width characters inside words, as HTML,
 * or decoded with the wrong character set. This class undoes what concerns characters; {@link OddTokens} reads words
 * that are glued together. What is no word at all, a web or e-mail address, becomes a line break.
 *
 * <p>The original is read once, one code point at a time. Keywords are reported at their places in the original, so
 * each character written here remembers the range that it was read from. Immutable.
 */
public final class PlainWriting {
    private static final char BREAK = '\n';
    private static final int MOST_ENTITIES_DEEP = 3;

    private final String original;
    private final StringBuilder plain;
    private final SourcePlaces places = new SourcePlaces();
    private int at;

    private PlainWriting(String original) {
        this.original = original;
        this.plain = new StringBuilder(original.length() + 16);
        for (copyPlain(); at < original.length(); copyPlain()) {
            readNext();
        }
    }

    /** Reads any text. */
    public static PlainWriting of(String original) {
        return new PlainWriting(original);
    }

    /** The text in plain writing. */
    public String text() {
        return plain.toString();
    }

    /** Where the character at a place in {@link #text} starts in the original. */
    int start(int index) {
        return places.start(index);
    }

    /** Where the character at a place in {@link #text} ends in the original, exclusive. */
    int end(int index) {
        return places.end(index);
    }

    /** Copies what is plain as it is, up to the next character that may not be. */
    private void copyPlain() {
        int end = at;
        while (end < original.length() && (Chars.kind(original.charAt(end)) & Chars.REWRITTEN) == 0) {
            end++;
        }
        if (end > at) {
            places.add(plain.length(), at, at + 1);
            plain.append(original.substring(at, end));
            at = end;
        }
    }

    private void readNext() {
        char c = original.charAt(at);
        switch (c) {
            case '&' -> readEntity();
            case '<' -> {
                int end = HtmlMarkup.endOfTag(original, at);
                put(end > 0 ? BREAK : '<', Math.max(end, at + 1));
            }
            case '\\' -> readEscape();
            case ':', '/', '@' -> readAddress(c);
            case '#', '+' -> readSign(c);
            default -> {
                if (c < OddCharacters.ASCII) {
                    put(c, at + 1);
                } else {
                    readBeyondAscii();
                }
            }
        }
    }

    private void readBeyondAscii() {
        int mojibake = Mojibake.length(original, at);
        if (mojibake > 0) {
            putPlain(Mojibake.decoded(original, at, mojibake), at + mojibake);
        } else if (Mojibake.isLeftOver(original, at)) {
            at++;
        } else {
            int codePoint = original.codePointAt(at);
            int end = at + Character.charCount(codePoint);
            if (codePoint == OddCharacters.SOFT_HYPHEN) {
                end = endOfLineBreak(end);
            }
            putPlain(codePoint, end);
        }
    }

    /** The start of the next line if the line ends here, or the place itself. */
    private int endOfLineBreak(int from) {
        int end = from;
        boolean broken = false;
        while (end < original.length() && Character.isWhitespace(original.charAt(end))) {
            broken |= original.charAt(end++) == '\n';
        }
        return broken ? end : from;
    }

    /** An entity, also one whose ampersand was escaped again. */
    private void readEntity() {
        int end = HtmlMarkup.endOfEntity(original, at + 1);
        int codePoint = end < 0 ? 0 : HtmlMarkup.codePoint(original, at + 1, end);
        for (int deep = 1; codePoint == '&' && deep < MOST_ENTITIES_DEEP; deep++) {
            int nextEnd = HtmlMarkup.endOfEntity(original, end);
            int next = nextEnd < 0 ? 0 : HtmlMarkup.codePoint(original, end, nextEnd);
            if (next == 0) {
                break;
            }
            codePoint = next;
            end = nextEnd;
        }
        if (codePoint == 0) {
            put('&', at + 1);
        } else {
            putPlain(codePoint, end);
        }
    }

    /** A line break or character written as an escape of JSON or of a programming language. */
    private void readEscape() {
        char kind = at + 1 < original.length() ? original.charAt(at + 1) : 0;
        boolean wordGoesOn = at + 2 < original.length() && Character.isLowerCase(original.charAt(at + 2));
        if (kind == 'u' && HtmlMarkup.isHex(original, at + 2, at + 6)) {
            putPlain(Integer.parseInt(original, at + 2, at + 6, 16), at + 6);
        } else if ((kind == 'n' || kind == 'r' || kind == 't') && !wordGoesOn) {
            put(BREAK, at + 2);
        } else {
            put('\\', at + 1);
        }
    }

    private void readAddress(char sign) {
        int written = WebAddresses.lengthBefore(plain, sign, original, at);
        if (written < 0) {
            put(sign, at + 1);
            return;
        }
        int start = written == 0 ? at : places.start(plain.length() - written);
        shorten(written);
        int end = WebAddresses.end(original, at);
        at = start;
        put(BREAK, end);
    }

    private void readSign(char sign) {
        if (sign == '#' || original.startsWith("++", at)) {
            closeGap(at + (sign == '#' ? 1 : 2));
        }
        put(sign, at + 1);
    }

    /** Removes the space between a sign and the one letter that it belongs to: {@code C #}, {@code C ++}. */
    private void closeGap(int after) {
        int length = plain.length();
        boolean ends = after >= original.length() || !Character.isLetterOrDigit(original.charAt(after));
        if (ends && length >= 2 && plain.charAt(length - 1) == ' ' && isLoneLetter(length - 2)) {
            shorten(1);
        }
    }

    /** Removes the last characters. */
    private void shorten(int count) {
        plain.setLength(plain.length() - count);
        places.removeFrom(plain.length());
    }

    private boolean isLoneLetter(int index) {
        return OddCharacters.isLatin(plain.charAt(index))
                && (index == 0 || !Character.isLetterOrDigit(plain.charAt(index - 1)));
    }

    /** Writes a code point that may have to be written in another way. */
    private void putPlain(int codePoint, int end) {
        String written = OddCharacters.plain(codePoint);
        if (written == null) {
            putCodePoint(codePoint, end);
            return;
        }
        if (written.equals("#")) {
            closeGap(end);
        }
        int start = at;
        for (int i = 0; i < written.length(); i++) {
            at = start;
            char c = written.charAt(i);
            if (!OddCharacters.isCombining(c) || !combine(c, end)) {
                put(c, end);
            }
        }
        at = end;
    }

    private void putCodePoint(int codePoint, int end) {
        int start = at;
        for (char c : Character.toChars(codePoint)) {
            at = start;
            put(c, end);
        }
    }

    /** Joins a mark to the letter before it; a letter of the Latin script that has no such form loses the mark. */
    private boolean combine(char mark, int end) {
        int last = plain.length() - 1;
        if (last < 0) {
            return OddCharacters.isLatinMark(mark);
        }
        String composed = Normalizer.normalize(plain.substring(last) + mark, Normalizer.Form.NFC);
        if (composed.length() == 1) {
            plain.setCharAt(last, composed.charAt(0));
        } else if (!OddCharacters.isLatinMark(mark)) {
            return false;
        }
        places.endLastAt(last, end);
        return true;
    }

    /** Writes a character for what lies between the current place and {@code end}, and continues there. */
    private void put(char c, int end) {
        places.add(plain.length(), at, end);
        plain.append(c);
        at = end;
    }

    /** Whether something between two places in a text has to be rewritten; a quick, generous check. */
    static boolean isOdd(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if ((Chars.kind(text.charAt(i)) & Chars.SUSPECT) != 0 && isOddSign(text, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a text has to be rewritten for a {@link Chars#SUSPECT} character at a place; a quick, generous check. */
    private static boolean isOddSign(String text, int index) {
        char c = text.charAt(index);
        char next = index + 1 < text.length() ? text.charAt(index + 1) : ' ';
        return switch (c) {
            case '&' -> HtmlMarkup.endOfEntity(text, index + 1) > 0;
            case '<' -> next == '/' || Character.isLetter(next);
            case '\\' -> Character.isLetter(next);
            case '@' -> next != ' ';
            case ':' -> next == '/';
            case '/' -> WebAddresses.mayPrecede(text, index);
            case '#', '+' ->
                index > 1
                        && text.charAt(index - 1) == ' '
                        && Character.isLetter(text.charAt(index - 2))
                        && (index == 2 || !Chars.isWord(text.charAt(index - 3)))
                        && (c == '#' || next == '+');
            default -> OddCharacters.isOdd(text, index);
        };
    }

    /**
     * Where each character of a rewritten text was read. Almost all characters are copied one by one, so what is kept
     * is where such runs begin, and the places of the others. For one thread.
     */
    private static final class SourcePlaces {
        /** In place of an end: characters from here on were copied one by one. */
        private static final int RUN = -1;

        private int[] indexes = new int[16];
        private int[] starts = new int[16];
        private int[] ends = new int[16];
        private int size;

        /** Adds a character behind all others, or a run of characters that begins with it. */
        void add(int index, int start, int end) {
            boolean copied = end == start + 1;
            int last = size - 1;
            boolean continues =
                    copied && last >= 0 && ends[last] == RUN && index - indexes[last] == start - starts[last];
            if (!continues) {
                push(index, start, copied ? RUN : end);
            }
        }

        private void push(int index, int start, int end) {
            if (size == indexes.length) {
                indexes = Arrays.copyOf(indexes, 2 * size);
                starts = Arrays.copyOf(starts, 2 * size);
                ends = Arrays.copyOf(ends, 2 * size);
            }
            indexes[size] = index;
            starts[size] = start;
            ends[size++] = end;
        }

        /** Removes the characters from a place on. */
        void removeFrom(int index) {
            while (size > 0 && indexes[size - 1] >= index) {
                size--;
            }
        }

        /** Makes the last character end at another place. */
        void endLastAt(int index, int end) {
            int start = start(index);
            removeFrom(index);
            push(index, start, end);
        }

        /** Where a character starts in the original. */
        int start(int index) {
            int place = placeOf(index);
            return ends[place] == RUN ? starts[place] + index - indexes[place] : starts[place];
        }

        /** Where a character ends in the original, exclusive. */
        int end(int index) {
            int place = placeOf(index);
            return ends[place] == RUN ? starts[place] + index - indexes[place] + 1 : ends[place];
        }

        private int placeOf(int index) {
            int found = Arrays.binarySearch(indexes, 0, size, index);
            return found < 0 ? -found - 2 : found;
        }
    }
}
