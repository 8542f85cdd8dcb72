package io.rolestream.matching.skills;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds skills whose names are ordinary words: "go", "word", "r". Such a word is a skill where it is an item of a list
 * ("Java, Go and R"), or where it is written as the skill is after a word that tools follow ("experience with Go").
 */
final class UnclearWords {
    private static final String SEPARATORS = ",;|/\n\r\t()[]{}&\u2022\u00b7\u25cf*\u2013\u2014";
    private static final Set<String> CONJUNCTIONS = Set.of("and", "or");
    private static final Set<String> BEFORE_TOOLS = Set.of("in", "with", "using", "and", "or", "like");

    private final Pattern pattern;
    private final Map<String, String> skills;

    UnclearWords(Map<String, String> skills) {
        this.skills = skills;
        List<String> words = new ArrayList<>(skills.keySet());
        words.sort(Comparator.comparing(String::length).reversed());
        pattern = Pattern.compile(
                "(?<![\\p{L}\\p{N}.+#'\u2019-])(?:" + String.join("|", words)
                        + ")(?![\\p{L}\\p{N}+#'\u2019-]|\\.\\p{L})",
                Pattern.CASE_INSENSITIVE);
    }

    List<SkillMention> find(String text) {
        List<SkillMention> mentions = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            String word = matcher.group();
            if (isItem(text, matcher.start(), matcher.end()) || isTool(text, word, matcher.start())) {
                String skill = skills.get(word.toLowerCase(Locale.ROOT));
                if (skill != null) {
                    mentions.add(new SkillMention(skill, matcher.start(), matcher.end()));
                }
            }
        }
        return mentions;
    }

    private static boolean isItem(String text, int start, int end) {
        int before = start;
        while (before > 0 && isSpace(text.charAt(before - 1))) {
            before--;
        }
        int after = end;
        while (after < text.length() && isSpace(text.charAt(after))) {
            after++;
        }
        boolean opens = opens(text, before);
        boolean closes = closes(text, after);
        return (opens && closes) || (opens && endsPair(text, after)) || (closes && startsPair(text, before));
    }

    private static boolean opens(String text, int at) {
        return at == 0 || isSeparator(text.charAt(at - 1)) || text.charAt(at - 1) == ':';
    }

    private static boolean closes(String text, int at) {
        return at == text.length()
                || isSeparator(text.charAt(at))
                || (text.charAt(at) == '.' && (at + 1 == text.length() || isSpace(text.charAt(at + 1))));
    }

    /** Whether "and" and one more word follow, and then the item ends. */
    private static boolean endsPair(String text, int at) {
        String conjunction = wordAfter(text, at);
        int next = skipSpaces(text, at + conjunction.length());
        int end = next;
        while (end < text.length() && !isSpace(text.charAt(end)) && !closes(text, end)) {
            end++;
        }
        return CONJUNCTIONS.contains(conjunction) && end > next && closes(text, skipSpaces(text, end));
    }

    /** Whether a word and "and" come before, and the item starts there. */
    private static boolean startsPair(String text, int at) {
        String conjunction = wordBefore(text, at);
        int last = at;
        while (last > 0 && isSpace(text.charAt(last - 1))) {
            last--;
        }
        last -= conjunction.length();
        while (last > 0 && isSpace(text.charAt(last - 1))) {
            last--;
        }
        int start = last;
        while (start > 0 && !isSpace(text.charAt(start - 1)) && !opens(text, start)) {
            start--;
        }
        int before = start;
        while (before > 0 && isSpace(text.charAt(before - 1))) {
            before--;
        }
        return CONJUNCTIONS.contains(conjunction) && start < last && opens(text, before);
    }

    private static int skipSpaces(String text, int from) {
        int at = from;
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isTool(String text, String word, int start) {
        return Character.isUpperCase(word.charAt(0))
                && (word.length() == 1 || !word.equals(word.toUpperCase(Locale.ROOT)))
                && BEFORE_TOOLS.contains(wordBefore(text, start));
    }

    private static String wordBefore(String text, int end) {
        int last = end;
        while (last > 0 && text.charAt(last - 1) == ' ') {
            last--;
        }
        int first = last;
        while (first > 0 && Character.isLetter(text.charAt(first - 1))) {
            first--;
        }
        return text.substring(first, last);
    }

    private static String wordAfter(String text, int start) {
        int end = start;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return text.substring(start, end);
    }

    private static boolean isSeparator(char c) {
        return SEPARATORS.indexOf(c) >= 0;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\u00a0';
    }
}
