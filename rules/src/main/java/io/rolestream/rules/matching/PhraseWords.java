package io.rolestream.rules.matching;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The words that phrases are made of, and words that stand for several of them: phrases without what separates their
 * tokens ({@code machinelearning}), and names that are written without their signs ({@code cpp}). All are in one
 * dictionary, so that reading a text needs one look-up per token. Immutable.
 */
final class PhraseWords {
    private static final int UNKNOWN = TokenDictionary.UNKNOWN;
    private static final int LEAST_LENGTH = 5;
    private static final Map<String, String> SPELLED = Map.of(
            "cpp", "c++", "cplusplus", "c++", "csharp", "c#", "fsharp", "f#", "dotnet", ".net", "nodejs", "node.js");

    private final TokenDictionary dictionary;
    /** The number of the first word that stands for others. */
    private final int firstJoined;
    /** For each such word, the numbers of its tokens, and where they end in it. */
    private final int[][] numbers;

    private final int[][] ends;
    private final Set<String> phraseWords;

    /**
     * @param tokens the tokens of all phrases, by number
     * @param aliases tokens that stand for another token
     */
    PhraseWords(List<String> tokens, Map<String, String> aliases, Collection<List<String>> phrases) {
        TokenDictionary known = new TokenDictionary(tokens, aliases);
        Map<String, List<String>> joined = new TreeMap<>();
        for (List<String> phrase : phrases) {
            String word = String.join("", phrase);
            if (phrase.size() > 1 && word.length() >= LEAST_LENGTH && new TokenCursor(word).isWhole()) {
                joined.putIfAbsent(word, phrase);
            }
        }
        phraseWords = Set.copyOf(joined.keySet());
        SPELLED.forEach((word, name) -> joined.putIfAbsent(word, List.of(name)));
        joined.entrySet()
                .removeIf(word -> known.find(word.getKey()) != UNKNOWN
                        || known.find(word.getValue().get(0)) == UNKNOWN);
        List<String> all = new ArrayList<>(tokens);
        all.addAll(joined.keySet());
        dictionary = new TokenDictionary(all, aliases);
        firstJoined = tokens.size();
        numbers = joined.values().stream()
                .map(phrase -> phrase.stream().mapToInt(known::find).toArray())
                .toArray(int[][]::new);
        ends = joined.entrySet().stream()
                .map(word -> ends(word.getKey(), word.getValue()))
                .toArray(int[][]::new);
    }

    private static int[] ends(String word, List<String> tokens) {
        int[] ends = new int[tokens.size()];
        int end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += tokens.get(i).length();
            ends[i] = end;
        }
        ends[ends.length - 1] = word.length();
        return ends;
    }

    /** The number of a token, or of a word that stands for some, at a place in a text; {@link #UNKNOWN} if neither. */
    int find(char[] text, int start, int end, int hash) {
        return dictionary.find(text, start, end, hash);
    }

    /** The same for a text as a String. */
    int find(String text, int start, int end) {
        return dictionary.find(text, start, end);
    }

    /** The number of the token at a place in a text, or {@link #UNKNOWN}. */
    int token(String text, int start, int end) {
        int number = dictionary.find(text, start, end);
        return isJoined(number) ? UNKNOWN : number;
    }

    /** The number of a token, or {@link #UNKNOWN}. */
    int token(String word) {
        return token(word, 0, word.length());
    }

    /** Whether a word is a phrase of several tokens. */
    boolean isPhrase(String word) {
        return phraseWords.contains(LowerCase.of(word));
    }

    /** Whether a number is that of a word that stands for tokens. */
    boolean isJoined(int number) {
        return number >= firstJoined;
    }

    /** Adds the tokens that a word stands for, or the token itself. */
    void add(int number, int start, int end, boolean broken, Matches matches) {
        if (!isJoined(number)) {
            matches.addToken(number, start, end, broken);
            return;
        }
        int[] tokens = numbers[number - firstJoined];
        int from = start;
        for (int i = 0; i < tokens.length; i++) {
            int to = start + ends[number - firstJoined][i];
            matches.addToken(tokens[i], from, to, broken && i == 0);
            from = to;
        }
    }
}
