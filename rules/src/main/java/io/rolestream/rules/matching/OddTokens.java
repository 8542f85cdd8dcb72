package io.rolestream.rules.matching;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Reads tokens that no phrase holds as a person would: {@code MachineLearning}, {@code Java17},
 * {@code Kubernetes.Wrote}, a Latin word between Chinese characters, {@code naïve}, {@code CPP}.
 *
 * <p>A token is only read in another way if that makes a word known. It becomes the tokens that it would be in plain
 * writing, with their own places in the text, so that phrases and counts of tokens come out the same. The order is from
 * the surest reading to the least; a rule set's own spellings and aliases always come before. Immutable.
 */
final class OddTokens {
    private static final int UNKNOWN = TokenDictionary.UNKNOWN;
    private static final int LONGEST_VERSION = 8;
    private static final int LONGEST_TOKEN = 120;
    private static final int MOST_PIECES = 12;
    private static final String JS = "js";
    /** Words that may be glued to a known word. */
    private static final Set<String> FUNCTION_WORDS =
            Set.of("and", "or", "with", "in", "of", "using", "for", "to", "the", "on", "by", "via", "from", "as", "at");

    private final PhraseWords words;
    private final Coverage coverage;

    /** How many of some token numbers the longest phrase at a place covers. */
    interface Coverage {
        int longest(int[] tokens, int from, int limit);
    }

    OddTokens(PhraseWords words, Coverage coverage) {
        this.words = words;
        this.coverage = coverage;
    }

    /**
     * Reads a token that is unknown as it is.
     *
     * @param kinds as of {@link TokenCursor#kinds}
     */
    void read(String text, int start, int end, int kinds, boolean broken, Matches matches) {
        boolean isWord = TokenShape.isPlainWord(kinds) && !endsWithJs(text, start, end);
        boolean plain = isWord || TokenShape.hasNoLetters(kinds);
        if (plain || end - start > LONGEST_TOKEN || !readAs(text, start, end, broken, matches)) {
            matches.addToken(UNKNOWN, start, end, broken);
        }
    }

    /** Adds the tokens of a piece of text; returns whether one is known. If none is, nothing is added. */
    private boolean readKnown(String text, int start, int end, boolean broken, Matches matches) {
        int number = words.find(text, start, end);
        if (number != UNKNOWN) {
            words.add(number, start, end, broken, matches);
            return true;
        }
        return end > start && readAs(text, start, end, broken, matches);
    }

    private boolean readAs(String text, int start, int end, boolean broken, Matches matches) {
        if (TokenShape.hasAccent(text, start, end) && readFolded(text, start, end, broken, matches)) {
            return true;
        }
        return switch (TokenShape.of(text, start, end)) {
            case WORD -> readScript(text, start, end, broken, matches);
            case FOREIGN -> readScripts(text, start, end, broken, matches);
            case DOTTED -> readDotted(text, start, end, broken, matches);
            case NUMBERED -> readNumbered(text, start, end, broken, matches);
            case CAPITALS ->
                readScript(text, start, end, broken, matches) || readCapitals(text, start, end, broken, matches);
        };
    }

    /** A library's name with an ending that the phrases leave out: {@code sveltejs}. */
    private boolean readScript(String text, int start, int end, boolean broken, Matches matches) {
        int suffix = end - JS.length();
        int number = endsWithJs(text, start, end) ? words.token(text, start, suffix) : UNKNOWN;
        if (number != UNKNOWN) {
            matches.addToken(number, start, suffix, broken);
        }
        return number != UNKNOWN;
    }

    private static boolean endsWithJs(String text, int start, int end) {
        return end - start > 4 && (text.charAt(end - 1) | ' ') == 's' && (text.charAt(end - 2) | ' ') == 'j';
    }

    /** A word with accents or look-alike letters that the phrases write without. */
    private boolean readFolded(String text, int start, int end, boolean broken, Matches matches) {
        String folded = Lookalikes.folded(text.substring(start, end));
        int number = words.token(folded);
        if (number == UNKNOWN) {
            number = words.token(Normalizer.normalize(folded, Normalizer.Form.NFC));
        }
        if (number == UNKNOWN) {
            return false;
        }
        matches.addToken(number, start, end, broken);
        return true;
    }

    /** Latin words beside letters of another script, which are words of their own. */
    private boolean readScripts(String text, int start, int end, boolean broken, Matches matches) {
        int before = matches.tokenCount;
        boolean known = false;
        for (int from = start; from < end; ) {
            boolean latin = TokenShape.isLatinPart(text, from);
            int to = from + 1;
            while (to < end && TokenShape.isLatinPart(text, to) == latin) {
                to++;
            }
            if (from == start && to == end) {
                return false;
            }
            int pieceEnd = to;
            while (pieceEnd > from + 1 && text.charAt(pieceEnd - 1) == '.') {
                pieceEnd--;
            }
            known |= addPiece(text, from, pieceEnd, broken && from == start, matches);
            from = to;
        }
        return keepIf(known, before, matches);
    }

    /** Sentences or items of a list that are glued together with a full stop. */
    private boolean readDotted(String text, int start, int end, boolean broken, Matches matches) {
        List<Integer> starts = TokenShape.dotted(text, start, end);
        if (starts.size() > MOST_PIECES || TokenShape.isAddress(text, start, end)) {
            return false;
        }
        starts.add(end + 1);
        int before = matches.tokenCount;
        boolean known = false;
        for (int i = 0; i < starts.size() - 1; ) {
            int from = starts.get(i);
            boolean pieceBroken = i == 0 ? broken : !Character.isDigit(text.charAt(from));
            int next = i + piecesOfName(text, starts, i, start);
            int to = starts.get(next) - 1;
            boolean isExtension = i > 0 && to == end && isJs(text, from, end);
            if (to - from < 2 || isExtension) {
                matches.addToken(UNKNOWN, from, to, pieceBroken);
            } else {
                known |= addPiece(text, from, to, pieceBroken, matches);
            }
            i = next;
        }
        return keepIf(known, before, matches);
    }

    /** How many pieces from one on are a known name with dots; 1 if none are. */
    private int piecesOfName(String text, List<Integer> starts, int piece, int tokenStart) {
        for (int last = starts.size() - 1; last > piece + 1; last--) {
            boolean whole = starts.get(piece) == tokenStart && last == starts.size() - 1;
            if (!whole && words.token(text, starts.get(piece), starts.get(last) - 1) != UNKNOWN) {
                return last - piece;
            }
        }
        return 1;
    }

    private static boolean isJs(String text, int start, int end) {
        return end - start == JS.length() && text.regionMatches(true, start, JS, 0, JS.length());
    }

    /** A word with its version, or behind the number of its place in a list. */
    private boolean readNumbered(String text, int start, int end, boolean broken, Matches matches) {
        int digit = start;
        while (digit < end && !isDigit(text, digit)) {
            digit++;
        }
        int before = matches.tokenCount;
        if (digit == start) {
            int word = start;
            while (word < end && isDigit(text, word)) {
                word++;
            }
            matches.addToken(UNKNOWN, start, word, broken);
            return keepIf(end - word > 2 && readKnown(text, word, end, false, matches), before, matches);
        }
        if (digit - start < 2 || end - digit > LONGEST_VERSION) {
            return readCapitals(text, start, end, broken, matches);
        }
        if (!readKnown(text, start, digit, broken, matches)) {
            return readCapitals(text, start, end, broken, matches);
        }
        addPiece(text, digit, end, false, matches);
        return true;
    }

    /** Words that begin with capitals and are glued together; all must be known. */
    private boolean readCapitals(String text, int start, int end, boolean broken, Matches matches) {
        int first = TokenShape.nextCapital(text, start, end);
        if (first == end || !mayBeGlued(text, start, first)) {
            return false;
        }
        List<Integer> starts = TokenShape.capitals(text, start, end);
        int count = starts.size();
        if (count > MOST_PIECES) {
            return false;
        }
        starts.add(end);
        int[] numbers = new int[count];
        Arrays.setAll(numbers, i -> words.token(text, starts.get(i), starts.get(i + 1)));
        boolean known = false;
        for (int i = 0; i < count; ) {
            int covered = coverage.longest(numbers, i, count);
            if (covered > 1 || (covered == 1 && starts.get(i + 1) - starts.get(i) > 2)) {
                known = true;
                i += covered;
            } else if (FUNCTION_WORDS.contains(LowerCase.of(text.substring(starts.get(i), starts.get(i + 1))))) {
                i++;
            } else {
                return false;
            }
        }
        for (int i = 0; known && i < count; i++) {
            matches.addToken(numbers[i], starts.get(i), starts.get(i + 1), broken && i == 0);
        }
        return known;
    }

    private boolean mayBeGlued(String text, int start, int end) {
        return words.token(text, start, end) != UNKNOWN
                || FUNCTION_WORDS.contains(LowerCase.of(text.substring(start, end)));
    }

    private boolean addPiece(String text, int start, int end, boolean broken, Matches matches) {
        boolean known = readKnown(text, start, end, broken, matches);
        if (!known) {
            matches.addToken(UNKNOWN, start, end, broken);
        }
        return known;
    }

    private static boolean keepIf(boolean known, int tokenCount, Matches matches) {
        matches.tokenCount = known ? matches.tokenCount : tokenCount;
        return known;
    }

    private static boolean isDigit(String text, int index) {
        return text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    /** Latin letters without accents, and letters of other scripts that are typed for them by mistake. */
    private static final class Lookalikes {
        private static final String LETTERS =
                "\u0430\u0441\u0435\u043E\u0440\u0445\u0443\u0456\u0458\u0455\u04BB\u0410\u0412\u0421\u0415\u041D\u0406"
                        + "\u0408\u041A\u041C\u041E\u0420\u0405\u0422\u0425\u0423\u03BF\u03BD\u0391\u0392\u0395\u0397\u0399\u039A"
                        + "\u039C\u039D\u039F\u03A1\u03A4\u03A5\u03A7\u0396\u0131\u0142\u0141\u00F8\u00D8\u0111\u0110";
        private static final String SHOWN = "aceopxyijshABCEHIJKMOPSTXYovABEHIKMNOPTYXZilLoOdD";

        private Lookalikes() {}

        /** The word without accents, and in Latin letters if it has some of them. */
        static String folded(String word) {
            boolean mixed = word.chars().anyMatch(c -> OddCharacters.isLatin((char) c));
            String bare = Normalizer.normalize(word, Normalizer.Form.NFD);
            StringBuilder folded = new StringBuilder(bare.length());
            for (int i = 0; i < bare.length(); i++) {
                char c = bare.charAt(i);
                int shown = mixed ? LETTERS.indexOf(c) : -1;
                if (!OddCharacters.isLatinMark(c)) {
                    folded.append(shown < 0 ? c : SHOWN.charAt(shown));
                }
            }
            return folded.toString();
        }
    }
}
