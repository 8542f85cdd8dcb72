package io.rolestream.rules.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds all keywords that occur anywhere in the lower-cased text, in one pass (A. V. Aho and M. J. Corasick, "Efficient
 * string matching: an aid to bibliographic search", Communications of the ACM 18(6), 1975).
 *
 * <p>The keywords form a trie over characters. The state is the longest suffix of the text read so far that is a prefix
 * of some keyword. If the next character has no edge, the failure link leads to the next shorter such suffix, so each
 * character is read once. Several keywords may end at one character; they form a chain of output links. A keyword's
 * first occurrence is the one that ends first, and once a keyword of a chain has been reported, the rest of the chain
 * has been too, so the walk stops at the first reported node: the cost is the text's length plus one step for each
 * keyword that occurs.
 *
 * <p>The text is lower-cased on the way, see {@link LowerCase}, and positions are those of the original text, even if
 * lower-casing makes it longer. Immutable once built; results are stored in the calling thread's {@link Matches}.
 */
public final class KeywordAutomaton {
    private static final int ASCII = 128;

    private final Edges edges = new Edges();
    private final int[] rootChildren = new int[ASCII];
    private final int[] failures;
    /** For each node, the nearest node on its chain of failures (itself included) that ends a keyword, or 0. */
    private final int[] outputs;
    /** For each output, the keyword that ends there. */
    private final int[] keywordAt;

    private final String[] keywords;

    /** @param keywords different, not empty, in lower case; a keyword's index is its number */
    public KeywordAutomaton(List<String> keywords) {
        this.keywords = keywords.toArray(String[]::new);
        List<int[]> nodes = new ArrayList<>();
        nodes.add(new int[] {0, 0, 0});
        int[] ends = new int[this.keywords.length];
        Arrays.setAll(ends, i -> insert(this.keywords[i], nodes));
        failures = new int[nodes.size()];
        outputs = new int[nodes.size()];
        keywordAt = new int[nodes.size()];
        for (int keyword = 0; keyword < ends.length; keyword++) {
            keywordAt[ends[keyword]] = keyword;
            outputs[ends[keyword]] = ends[keyword];
        }
        Arrays.setAll(rootChildren, c -> edges.child(0, c));
        linkFailures(nodes);
    }

    /** Adds a keyword's nodes, each as depth, parent and character; returns the last one. */
    private int insert(String keyword, List<int[]> nodes) {
        int node = 0;
        for (int i = 0; i < keyword.length(); i++) {
            int child = edges.child(node, keyword.charAt(i));
            if (child == 0) {
                child = nodes.size();
                nodes.add(new int[] {i + 1, node, keyword.charAt(i)});
                edges.add(node, keyword.charAt(i), child);
            }
            node = child;
        }
        return node;
    }

    private void linkFailures(List<int[]> nodes) {
        Integer[] byDepth = new Integer[nodes.size()];
        Arrays.setAll(byDepth, i -> i);
        Arrays.sort(byDepth, (a, b) -> Integer.compare(nodes.get(a)[0], nodes.get(b)[0]));
        for (int node : byDepth) {
            int[] shape = nodes.get(node);
            if (shape[0] > 1) {
                failures[node] = step(failures[shape[1]], shape[2]);
            }
            if (outputs[node] == 0) {
                outputs[node] = outputs[failures[node]];
            }
        }
    }

    /** The keywords in a text in the order in which they first end, valid until the thread matches another text. */
    public Matches match(String text) {
        Matches matches = Matches.empty(outputs.length);
        int state = 0;
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c < ASCII) {
                state = step(state, Chars.lower(c));
                report(state, text, ++i, 0, matches);
                continue;
            }
            int lower = LowerCase.at(text, i);
            i += Character.isSupplementaryCodePoint(lower) ? 2 : 1;
            if (c == LowerCase.CAPITAL_I_WITH_DOT) {
                state = step(state, lower);
                report(state, text, i, 1, matches);
                state = step(state, LowerCase.COMBINING_DOT_ABOVE);
            } else if (Character.isSupplementaryCodePoint(lower)) {
                state = step(step(state, Character.highSurrogate(lower)), Character.lowSurrogate(lower));
            } else {
                state = step(state, lower);
            }
            report(state, text, i, 0, matches);
        }
        return matches;
    }

    private int step(int from, int c) {
        int state = from;
        while (state != 0) {
            int next = edges.child(state, c);
            if (next != 0) {
                return next;
            }
            state = failures[state];
        }
        return c < ASCII ? rootChildren[c] : edges.child(0, c);
    }

    /** Reports the keywords that end here, with {@code rest} lower-cased characters of the last original one unread. */
    private void report(int state, String text, int end, int rest, Matches matches) {
        for (int node = outputs[state]; node != 0 && matches.isNew(node); node = outputs[failures[node]]) {
            int keyword = keywordAt[node];
            int start = end;
            for (int length = keywords[keyword].length() + rest; length > 0; ) {
                start--;
                length -= text.charAt(start) == LowerCase.CAPITAL_I_WITH_DOT ? 2 : 1;
            }
            matches.add(keyword, 0, start, end);
        }
    }
}
