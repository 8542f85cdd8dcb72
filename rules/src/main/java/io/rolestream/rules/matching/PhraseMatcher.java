package io.rolestream.rules.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the phrases of a rule set in a text.
 *
 * <p>The problem: thousands of phrases of one or more whole tokens, "sql", "sql server", "sql server reporting
 * services", and a text in which, from left to right, the longest one wins at each place, so that "sql server" is not
 * evidence for "sql". Looking for each phrase by itself costs time in proportion to their number; making a String of
 * each token and each candidate phrase costs memory.
 *
 * <p>So the text is read once into token numbers. A {@link TokenDictionary} finds a token's number by hashing the text
 * in place; aliases are settled there, since an alias has the number of the token that it stands for, and a token that
 * no phrase holds has no number at all. The phrases form a trie over token numbers, whose {@link Edges} are one hash
 * table. From each token that starts some phrase the matcher walks down the trie as long as the text matches and no
 * hard break intervenes, remembers the last node that ends a phrase, and continues after that phrase, or at the next
 * token if there was none. A phrase that itself has a break ({@link PhraseTable.Breaks}) has an edge of its own for the
 * token after the break.
 *
 * <p>A walk is at most {@link #MAX_PHRASE_TOKENS} steps long, and each step is one look-up, so a vote's cost is linear
 * in the text's length and independent of the number of phrases. Votes allocate nothing here: what is found lands in
 * the thread's {@link Matches}. The matcher itself never changes once it is built, and any number of threads may use
 * it.
 *
 * <p>Invariant: a keyword is reported once, at its first occurrence in this left-to-right reading, and in the order of
 * the text. An occurrence inside a longer phrase that won does not count.
 */
public final class PhraseMatcher {
    /** The longest phrase, in tokens. */
    public static final int MAX_PHRASE_TOKENS = 16;

    private static final int NONE = -1;
    /** Flag of the symbol of a token after a break. */
    private static final int BROKEN = 1 << 30;

    private final TokenReader reader;
    private final Edges edges = new Edges();
    private int[] keywordAt = new int[64];
    private boolean[] inner = new boolean[64];
    private final int[] roots;
    private final boolean spansBreaks;
    private int nodes = 1;
    private int keywordCount;

    /**
     * @param listed each phrase's tokens, after aliasing, with the number of its keyword; several may have the same
     * @param aliases tokens that stand for another token
     */
    public PhraseMatcher(Map<List<String>, Integer> listed, Map<String, String> aliases) {
        Map<List<String>, Integer> phrases = PhraseTable.Breaks.withUnbroken(listed);
        List<List<String>> unbroken = phrases.keySet().stream()
                .filter(phrase -> !PhraseTable.Breaks.isBroken(phrase))
                .toList();
        spansBreaks = unbroken.size() < phrases.size();
        Map<String, Integer> numbers = new HashMap<>();
        List<String> known = new ArrayList<>(DividedWords.SIGNS);
        known.forEach(sign -> numbers.put(sign, numbers.size()));
        unbroken.forEach(phrase -> phrase.forEach(token -> {
            if (numbers.putIfAbsent(token, known.size()) == null) {
                known.add(token);
            }
        }));
        Arrays.fill(keywordAt, NONE);
        phrases.forEach((phrase, keyword) -> {
            int node = insert(phrase, numbers);
            keywordAt[node] = keyword;
            keywordCount = Math.max(keywordCount, keyword + 1);
        });
        roots = new int[known.size()];
        Arrays.setAll(roots, token -> edges.child(0, token));
        reader = new TokenReader(new PhraseWords(known, aliases, unbroken), this::longest);
    }

    private int insert(List<String> phrase, Map<String, Integer> numbers) {
        int node = 0;
        for (String word : phrase) {
            Integer number = numbers.get(PhraseTable.Breaks.word(word));
            if (number == null) {
                throw new IllegalStateException("unnumbered token: " + word);
            }
            int token = PhraseTable.Breaks.isMarked(word) ? number | BROKEN : number;
            int child = edges.child(node, token);
            if (child == 0) {
                child = newNode();
                edges.add(node, token, child);
                inner[node] = true;
            }
            node = child;
        }
        return node;
    }

    private int newNode() {
        if (nodes == keywordAt.length) {
            keywordAt = Arrays.copyOf(keywordAt, 2 * nodes);
            Arrays.fill(keywordAt, nodes, keywordAt.length, NONE);
            inner = Arrays.copyOf(inner, keywordAt.length);
        }
        return nodes++;
    }

    /** The keywords in a text, valid until the thread matches another text. */
    public Matches match(String text) {
        Matches matches = Matches.empty(keywordCount);
        if (reader.read(text, matches)) {
            find(matches);
        } else {
            PlainWriting writing = PlainWriting.of(text);
            reader.readPlain(writing.text(), matches);
            find(matches);
            matches.moveTo(writing);
        }
        return matches;
    }

    private void find(Matches matches) {
        int count = matches.tokenCount;
        int[] tokens = matches.tokens;
        int at = 0;
        while (at < count) {
            int node = tokens[at] < 0 ? 0 : roots[tokens[at]];
            int keyword = NONE;
            int last = at;
            for (int i = at; node != 0; ) {
                if (keywordAt[node] >= 0) {
                    keyword = keywordAt[node];
                    last = i;
                }
                i++;
                boolean ends = !inner[node] || i == count || tokens[i] < 0 || (matches.tokenBroken[i] && !spansBreaks);
                node = ends ? 0 : edges.child(node, matches.tokenBroken[i] ? tokens[i] | BROKEN : tokens[i]);
            }
            if (keyword >= 0 && matches.isNew(keyword)) {
                matches.add(keyword, at, matches.tokenStarts[at], matches.tokenEnds[last]);
            }
            at = last + 1;
        }
    }

    /** The length of the longest phrase at the beginning of some tokens, up to a limit; 0 if there is none. */
    int longest(int[] tokens, int from, int limit) {
        int node = 0;
        int longest = 0;
        for (int i = from; i < limit && tokens[i] >= 0; i++) {
            node = edges.child(node, tokens[i]);
            if (node == 0) {
                break;
            }
            longest = keywordAt[node] >= 0 ? i + 1 - from : longest;
        }
        return longest;
    }
}
