package io.rolestream.rules.matching;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Phrases with a break inside, such as {@code registered nurse (ICU)} or {@code managers, all other}. In a phrase's
 * list of tokens, the token after a break begins with {@link #MARK}, which no token of a text does. Such a phrase
 * matches a text that has breaks at the same places, and one that has none.
 */
final class PhraseBreaks {
    static final char MARK = ',';

    private PhraseBreaks() {}

    static String marked(String token) {
        return MARK + token;
    }

    static boolean isMarked(String token) {
        return !token.isEmpty() && token.charAt(0) == MARK;
    }

    /** The token without its mark. */
    static String word(String token) {
        return isMarked(token) ? token.substring(1) : token;
    }

    static boolean isBroken(List<String> phrase) {
        return phrase.stream().anyMatch(PhraseBreaks::isMarked);
    }

    /**
     * The phrases, and each that is broken also without its breaks, unless that is another phrase. Among several that
     * are the same without breaks, the first in alphabetical order counts.
     */
    static Map<List<String>, Integer> withUnbroken(Map<List<String>, Integer> phrases) {
        List<List<String>> broken =
                phrases.keySet().stream().filter(PhraseBreaks::isBroken).toList();
        if (broken.isEmpty()) {
            return phrases;
        }
        Map<List<String>, Integer> all = new LinkedHashMap<>(phrases);
        broken.stream()
                .sorted((a, b) -> String.join(" ", a).compareTo(String.join(" ", b)))
                .forEach(phrase -> all.putIfAbsent(
                        phrase.stream().map(PhraseBreaks::word).toList(), phrases.getOrDefault(phrase, 0)));
        return all;
    }
}
