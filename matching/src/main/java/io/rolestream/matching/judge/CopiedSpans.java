package io.rolestream.matching.judge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a text, and how many of them are copied from another. */
final class CopiedSpans {
    /** Shorter spans of the same words happen by chance. */
    static final int SPAN = 8;

    /** With the signs in names such as C++, C# and node.js. */
    private static final Pattern WORD =
            Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}]|[.+#](?=[\\p{L}\\p{N}+#]))*[+#]*");

    private CopiedSpans() {}

    /** Words in lower case, without punctuation. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group().toLowerCase(Locale.ROOT));
        }
        return words;
    }

    /** The share of words that lie in a span of at least {@value #SPAN} words, or of all, which the source has. */
    static double share(List<String> words, List<String> source) {
        int span = Math.min(SPAN, words.size());
        if (span == 0) {
            return 0;
        }
        Set<List<String>> spans = new HashSet<>();
        for (int i = 0; i + span <= source.size(); i++) {
            spans.add(source.subList(i, i + span));
        }
        int copied = 0;
        int counted = 0;
        for (int i = 0; i + span <= words.size(); i++) {
            if (spans.contains(words.subList(i, i + span))) {
                copied += i + span - Math.max(i, counted);
                counted = i + span;
            }
        }
        return (double) copied / words.size();
    }

    /** The longest span of words that is in both. */
    static int longest(List<String> words, List<String> source) {
        int longest = 0;
        int[] before = new int[source.size() + 1];
        for (String word : words) {
            int[] now = new int[source.size() + 1];
            for (int j = 0; j < source.size(); j++) {
                now[j + 1] = word.equals(source.get(j)) ? before[j] + 1 : 0;
                longest = Math.max(longest, now[j + 1]);
            }
            before = now;
        }
        return longest;
    }

    /** Different pairs of neighbouring words by all pairs; 0 if there are none. */
    static double distinctPairs(List<String> words) {
        Set<List<String>> pairs = new HashSet<>();
        for (int i = 0; i + 2 <= words.size(); i++) {
            pairs.add(words.subList(i, i + 2));
        }
        return words.size() < 2 ? 0 : (double) pairs.size() / (words.size() - 1);
    }
}
