package io.rolestream.trainer.labelling;

import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.KeywordMatch;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Removes matched keywords from texts, so that a model has to learn from the other words. */
public final class KeywordHiding {
    /** Rules find the first occurrence of a keyword, so each round hides one. */
    private static final int MOST_ROUNDS = 100;

    private KeywordHiding() {}

    /**
     * Removes the words that contain a keyword matched by the rules, at every occurrence: {@code javascript} is removed
     * with {@code java} if a rule found it there. Beyond {@value #MOST_ROUNDS} occurrences of a keyword, the rest stay.
     *
     * @return the text itself if nothing else would remain
     */
    public static String hide(String text, RuleSet rules) {
        List<KeywordMatch> matches = rules.vote(text).matches();
        Set<String> keywords = matches.stream().map(KeywordMatch::keyword).collect(Collectors.toSet());
        String rest = text;
        for (int round = 0; round < MOST_ROUNDS && !matches.isEmpty(); round++) {
            rest = without(rest, matches);
            matches = rules.vote(rest).matches().stream()
                    .filter(match -> keywords.contains(match.keyword()))
                    .toList();
        }
        return rest.chars().anyMatch(Character::isLetterOrDigit) ? rest.strip() : text;
    }

    private static String without(String text, List<KeywordMatch> matches) {
        BitSet hidden = new BitSet(text.length());
        for (KeywordMatch match : matches) {
            int start = match.start();
            int end = match.end();
            while (start > 0 && isWord(text, start - 1) && isWord(text, start)) {
                start--;
            }
            while (end < text.length() && isWord(text, end) && isWord(text, end - 1)) {
                end++;
            }
            hidden.set(start, end);
        }
        StringBuilder rest = new StringBuilder(text.length());
        for (int i = hidden.nextClearBit(0); i < text.length(); i = hidden.nextClearBit(i + 1)) {
            rest.append(text.charAt(i));
        }
        return rest.toString();
    }

    private static boolean isWord(String text, int at) {
        return Character.isLetterOrDigit(text.charAt(at));
    }
}
