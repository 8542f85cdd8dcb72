package io.rolestream.rules.matching;

import java.util.Set;
import java.util.regex.Pattern;

/** Finds web and e-mail addresses, whose parts are no words. */
final class WebAddresses {
    static final Set<String> TOP_DOMAINS = Set.of(
            ("com org net edu gov mil info biz io dev app me co ai us uk ca de at ch fr es it nl be pl se no dk fi eu in au nz"
                            + " jp cn kr br mx ru")
                    .split(" "));

    private static final String WWW = "www.";
    private static final int LONGEST_SCHEME = 10;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_DOMAIN = 8;
    /** Domains at which an address may begin without a scheme; others are also names of products. */
    private static final Set<String> BARE_DOMAINS = Set.of("com", "org", "edu", "gov", "dev", "me");

    private static final Set<String> PROFILES = Set.of(
            "github",
            "gitlab",
            "bitbucket",
            "linkedin",
            "medium",
            "twitter",
            "facebook",
            "kaggle",
            "leetcode",
            "hackerrank",
            "behance",
            "youtube",
            "npmjs",
            "pypi",
            "hub");
    /** A path of several parts in lower case, or with what only addresses have. */
    private static final Pattern PATH = Pattern.compile("/[a-z0-9_~%-]+(/[\\w.~%-]*)+|/[a-z0-9]*[~%_?=&-].*");

    private static final String ENDS = "<>\"'|,;()[]{}\u2022";

    private WebAddresses() {}

    /**
     * How much of what was written before a sign belongs to an address that continues with it, in characters.
     *
     * @param sign the character at {@code at}: a colon, slash or at-sign
     * @return -1 if the sign is not part of an address
     */
    static int lengthBefore(StringBuilder written, char sign, String text, int at) {
        return switch (sign) {
            case ':' -> text.startsWith("://", at) ? schemeLength(written) : -1;
            case '@' -> isHost(text.substring(at + 1, end(text, at))) ? nameLength(written) : -1;
            default -> hostLength(written, text, at);
        };
    }

    /** Where an address ends that goes on at a place. */
    static int end(String text, int at) {
        int end = at;
        while (end < text.length() && !isEnd(text.charAt(end))) {
            end++;
        }
        while (end > at + 1 && ".:!?".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    private static boolean isEnd(char c) {
        return c <= ' ' || c >= OddCharacters.ASCII || ENDS.indexOf(c) >= 0;
    }

    /** Whether a host may end before the slash at a place; a quick, generous check. */
    static boolean mayPrecede(String text, int slash) {
        int dot = slash - 1;
        while (dot >= 0 && slash - dot < LONGEST_DOMAIN && text.charAt(dot) != '.') {
            dot--;
        }
        if (dot < 1 || text.charAt(dot) != '.') {
            return false;
        }
        int start = dot;
        while (start > 0 && slash - start < LONGEST_NAME && text.charAt(start - 1) > ' ') {
            start--;
        }
        return BARE_DOMAINS.contains(LowerCase.of(text.substring(dot + 1, slash)))
                || text.regionMatches(true, start, WWW, 0, WWW.length());
    }

    private static int schemeLength(StringBuilder written) {
        int length = 0;
        while (length < written.length() && length < LONGEST_SCHEME && isName(written, length, "+")) {
            length++;
        }
        return length < 2 ? -1 : length;
    }

    private static int nameLength(StringBuilder written) {
        int length = 0;
        while (length < written.length() && length < LONGEST_NAME && isName(written, length, "._%+-")) {
            length++;
        }
        return length == 0 ? -1 : length;
    }

    private static int hostLength(StringBuilder written, String text, int at) {
        int length = 0;
        while (length < written.length() && length < LONGEST_NAME && isName(written, length, ".-")) {
            length++;
        }
        String host = LowerCase.of(written.substring(written.length() - length));
        int dot = host.lastIndexOf('.');
        if (dot < 1) {
            return -1;
        }
        if (host.startsWith(WWW)) {
            return length;
        }
        if (!BARE_DOMAINS.contains(host.substring(dot + 1))) {
            return -1;
        }
        String name = host.substring(host.lastIndexOf('.', dot - 1) + 1, dot);
        boolean isPath = PATH.matcher(text.substring(at, end(text, at))).matches();
        return isPath || PROFILES.contains(name) ? length : -1;
    }

    /** Whether it ends with a domain, as in {@code example.org}. */
    private static boolean isHost(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && dot < name.length() - 2 && Character.isLetter(name.charAt(name.length() - 1));
    }

    private static boolean isName(StringBuilder written, int back, String signs) {
        char c = written.charAt(written.length() - 1 - back);
        return c < OddCharacters.ASCII && (Character.isLetterOrDigit(c) || signs.indexOf(c) >= 0);
    }
}
