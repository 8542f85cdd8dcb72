package io.rolestream.rules.matching;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The phrases of a rule set: the keyword of each phrase, and the weights of each keyword. */
public final class PhraseTable {
    /** Tokens that are aliases of another token. */
    public final Map<String, String> tokenAliases = new LinkedHashMap<>();

    /** Phrases after aliasing with the index of their keyword, including synonyms and ignored phrases. */
    public final Map<List<String>, Integer> phrases = new LinkedHashMap<>();

    /** Keywords by index: their weights in millionths by role index. Ignored phrases are keywords without weights. */
    public final List<NavigableMap<Integer, Long>> weights = new ArrayList<>();

    /** Keywords by index, as the file first writes them. */
    public final List<String> names = new ArrayList<>();

    public int synonyms;

    public PhraseTable copy() {
        PhraseTable copy = new PhraseTable();
        copy.tokenAliases.putAll(tokenAliases);
        copy.phrases.putAll(phrases);
        weights.forEach(ofKeyword -> copy.weights.add(new TreeMap<>(ofKeyword)));
        copy.names.addAll(names);
        copy.synonyms = synonyms;
        return copy;
    }

    /** The table without some keywords and their phrases. */
    public PhraseTable without(Set<Integer> keywords) {
        PhraseTable rest = new PhraseTable();
        rest.tokenAliases.putAll(tokenAliases);
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int keyword = 0; keyword < names.size(); keyword++) {
            if (!keywords.contains(keyword)) {
                numbers.put(keyword, rest.names.size());
                rest.names.add(names.get(keyword));
                rest.weights.add(new TreeMap<>(weights.get(keyword)));
            }
        }
        phrases.forEach((tokens, keyword) -> {
            Integer number = numbers.get(keyword);
            if (number != null) {
                rest.phrases.put(tokens, number);
            }
        });
        rest.synonyms = rest.phrases.size() - rest.names.size();
        return rest;
    }

    /** The different words of phrases. */
    public static Set<String> words(Collection<List<String>> phrases) {
        Set<String> words = new HashSet<>();
        phrases.forEach(phrase -> phrase.forEach(token -> words.add(Breaks.word(token))));
        return words;
    }

    /** Sets a weight in millionths; 0 removes it. */
    public void setWeight(int keyword, int role, long units) {
        if (units == 0) {
            weights.get(keyword).remove(role);
        } else {
            weights.get(keyword).put(role, units);
        }
    }

    /** The tokens of a phrase after aliasing, each after a break marked as such; null if there are none. */
    @Nullable
    public List<String> tokens(String phrase) {
        List<String> raw = rawTokens(phrase);
        return raw == null ? null : raw.stream().map(this::aliased).toList();
    }

    /** The token that a token of a phrase stands for, after a break if the token is. */
    public String aliased(String token) {
        return Breaks.isMarked(token)
                ? Breaks.marked(aliased(Breaks.word(token)))
                : tokenAliases.getOrDefault(token, token);
    }

    /** The tokens of a phrase before aliasing, each after a break marked as such; null if there are none. */
    public static @Nullable List<String> rawTokens(String phrase) {
        List<String> tokens = new ArrayList<>();
        TokenCursor cursor = new TokenCursor(PlainWriting.of(phrase).text());
        while (cursor.next()) {
            boolean broken = cursor.broken() && !tokens.isEmpty();
            tokens.add(broken ? Breaks.marked(cursor.token()) : cursor.token());
        }
        return tokens.isEmpty() ? null : tokens;
    }

    /** The index of the keyword with these tokens, which is added under the given name if it is new. */
    public int keyword(List<String> tokens, String name) {
        Integer index = phrases.putIfAbsent(tokens, names.size());
        if (index != null) {
            return index;
        }
        names.add(name);
        weights.add(new TreeMap<>());
        return names.size() - 1;
    }

    /** Other spellings, sorted, with the keyword or token that each stands for. */
    public Map<String, String> aliases() {
        Map<String, String> aliases = new TreeMap<>(tokenAliases);
        phrases.forEach((tokens, keyword) -> {
            String name = names.get(keyword);
            if (!tokens.equals(tokens(name))) {
                aliases.put(String.join(" ", tokens), name);
            }
        });
        return aliases;
    }

    /**
     * Phrases with a break inside, such as {@code registered nurse (ICU)} or {@code managers, all other}. In a phrase's
     * list of tokens, the token after a break begins with {@link #MARK}, which no token of a text does. Such a phrase
     * matches a text that has breaks at the same places, and one that has none.
     */
    static final class Breaks {
        static final char MARK = ',';

        private Breaks() {}

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
            return phrase.stream().anyMatch(Breaks::isMarked);
        }

        /**
         * The phrases, and each that is broken also without its breaks, unless that is another phrase. Among several
         * that are the same without breaks, the first in alphabetical order counts.
         */
        static Map<List<String>, Integer> withUnbroken(Map<List<String>, Integer> phrases) {
            List<List<String>> broken =
                    phrases.keySet().stream().filter(Breaks::isBroken).toList();
            if (broken.isEmpty()) {
                return phrases;
            }
            Map<List<String>, Integer> all = new LinkedHashMap<>(phrases);
            broken.stream()
                    .sorted((a, b) -> String.join(" ", a).compareTo(String.join(" ", b)))
                    .forEach(phrase -> all.putIfAbsent(
                            phrase.stream().map(Breaks::word).toList(), phrases.getOrDefault(phrase, 0)));
            return all;
        }
    }
}
