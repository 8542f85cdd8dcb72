package io.rolestream.rules.matching;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Finds the tags and entities of HTML that was taken for text. */
final class HtmlMarkup {
    private static final int LONGEST_ENTITY = 10;
    private static final int LONGEST_TAG = 1000;
    private static final int HEX = 16;
    private static final Set<String> TAGS = Set.of(
            ("a abbr article b blockquote body br center code dd div dl dt em font footer form h1 h2 h3 h4 h5 h6 head header"
                            + " hr html i img li link main meta nav ol p pre s script section small span strike strong style sub"
                            + " sup table tbody td tfoot th thead title tr tt u ul")
                    .split(" "));

    private static final String NAMED =
            "amp & lt < gt > quot \" apos ' nbsp \u00A0 ensp \u2002 emsp \u2003 thinsp \u2009 shy"
                    + " \u00AD zwnj \u200C zwj \u200D lrm \u200E rlm \u200F bull \u2022 middot \u00B7 hellip \u2026 ndash \u2013"
                    + " mdash \u2014 lsquo \u2018 rsquo \u2019 sbquo \u201A ldquo \u201C rdquo \u201D bdquo \u201E laquo \u00AB"
                    + " raquo \u00BB lsaquo \u2039 rsaquo \u203A reg \u00AE copy \u00A9 trade \u2122 deg \u00B0 sect \u00A7 para \u00B6"
                    + " times \u00D7 divide \u00F7 minus \u2212 euro \u20AC pound \u00A3 cent \u00A2 yen \u00A5 szlig \u00DF aelig"
                    + " \u00E6 AElig \u00C6 oslash \u00F8 Oslash \u00D8 aring \u00E5 Aring \u00C5 oelig \u0153 OElig \u0152 eth"
                    + " \u00F0 thorn \u00FE larr \u2190 rarr \u2192 sharp \u266F num # plus + sol / period . comma , colon :"
                    + " semi ; lpar ( rpar ) lsqb [ rsqb ] lowbar _ hyphen \u2010 dash \u2010 excl ! quest ? percnt % ast *"
                    + " commat @ verbar | vert | Tab \t NewLine \n";
    /** The ends of names such as {@code eacute}, after the letter, with their combining characters. */
    private static final Map<String, String> ACCENTS = Map.of(
            "grave", "\u0300", "acute", "\u0301", "circ", "\u0302", "tilde", "\u0303", "uml", "\u0308", "caron",
            "\u030C", "cedil", "\u0327");

    private static final Map<String, Integer> ENTITIES = new HashMap<>();

    static {
        // The white space that an entity stands for is not what separates the pairs.
        String[] named = NAMED.split(" ");
        for (int i = 0; i + 1 < named.length; i += 2) {
            ENTITIES.put(named[i], named[i + 1].codePointAt(0));
        }
    }

    private HtmlMarkup() {}

    /** The end of the tag that begins at a place, or -1 if none does. */
    static int endOfTag(String text, int index) {
        int nameStart = text.startsWith("</", index) ? index + 2 : index + 1;
        int nameEnd = nameStart;
        while (nameEnd < text.length() && isAsciiWord(text.charAt(nameEnd))) {
            nameEnd++;
        }
        if (!TAGS.contains(LowerCase.of(text.substring(nameStart, nameEnd)))) {
            return -1;
        }
        int end = text.indexOf('>', nameEnd);
        return end < 0 || end - index > LONGEST_TAG ? -1 : end + 1;
    }

    /** The end of the entity whose name begins at a place, after its ampersand; -1 if none does. */
    static int endOfEntity(String text, int name) {
        int last = Math.min(text.length(), name + LONGEST_ENTITY);
        for (int i = name; i < last; i++) {
            char c = text.charAt(i);
            if (c == ';') {
                return i == name ? -1 : i + 1;
            }
            if (!isAsciiWord(c) && (c != '#' || i > name)) {
                return -1;
            }
        }
        return -1;
    }

    /** The code point of an entity, without its ampersand but with its semicolon; 0 if there is no such entity. */
    static int codePoint(String text, int name, int end) {
        String entity = text.substring(name, end - 1);
        if (entity.startsWith("#")) {
            return numbered(entity);
        }
        Integer named = ENTITIES.get(entity);
        if (named != null) {
            return named;
        }
        String accent = ACCENTS.get(entity.substring(1));
        String letter = accent == null ? "" : Normalizer.normalize(entity.charAt(0) + accent, Normalizer.Form.NFC);
        return letter.length() == 1 ? letter.charAt(0) : 0;
    }

    private static int numbered(String entity) {
        boolean hex = entity.startsWith("#x") || entity.startsWith("#X");
        try {
            int codePoint = hex
                    ? Integer.parseInt(entity, 2, entity.length(), HEX)
                    : Integer.parseInt(entity, 1, entity.length(), 10);
            return Character.isValidCodePoint(codePoint) && !Character.isSurrogate((char) codePoint) ? codePoint : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Whether a text has nothing but hexadecimal digits between two places. */
    static boolean isHex(String text, int start, int end) {
        if (end > text.length()) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (Character.digit(text.charAt(i), HEX) < 0 || text.charAt(i) >= OddCharacters.ASCII) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAsciiWord(char c) {
        return c < OddCharacters.ASCII && Character.isLetterOrDigit(c);
    }
}
