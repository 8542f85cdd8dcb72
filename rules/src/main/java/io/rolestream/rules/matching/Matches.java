package io.rolestream.rules.matching;

import java.util.Arrays;

/**
 * The first occurrences of keywords in one text, and the scratch memory for finding them. Each thread reuses one
 * instance for all texts and rule sets. Nothing in it outlives a vote, and memory for an unusually large text is
 * released.
 */
public final class Matches {
    private static final int KEEP = 1 << 16;
    private static final int INITIAL = 256;
    private static final ThreadLocal<Matches> OF_THREAD = ThreadLocal.withInitial(Matches::new);

    /** Scratch for the text's tokens: numbers, starts, ends, and whether a break precedes them. */
    int[] tokens = new int[INITIAL];

    int[] tokenStarts = new int[INITIAL];
    int[] tokenEnds = new int[INITIAL];
    boolean[] tokenBroken = new boolean[INITIAL];
    int tokenCount;

    /** Scratch for the text's characters. */
    private char[] characters = new char[INITIAL];

    /** The matched keywords in the order of the text: number, first token (phrases only), start and end in the text. */
    public int[] keywords = new int[INITIAL];

    public int[] firstTokens = new int[INITIAL];
    public int[] starts = new int[INITIAL];
    public int[] ends = new int[INITIAL];
    public int size;

    private int[] seen = new int[INITIAL];
    private int round;

    private Matches() {}

    /** The calling thread's instance, emptied; {@link #isNew} takes numbers below {@code ids}. */
    static Matches empty(int ids) {
        Matches matches = OF_THREAD.get();
        matches.size = 0;
        matches.tokenCount = 0;
        if (matches.tokens.length > KEEP) {
            matches.tokens = new int[INITIAL];
            matches.growTokens(INITIAL);
        }
        if (matches.characters.length > KEEP) {
            matches.characters = new char[INITIAL];
        }
        if (matches.seen.length < ids) {
            matches.seen = new int[ids];
            matches.round = 0;
        }
        if (++matches.round == 0) {
            Arrays.fill(matches.seen, 0);
            matches.round = 1;
        }
        return matches;
    }

    /** A text's characters, at the beginning of an array that may be longer; valid until the next call. */
    char[] characters(String text) {
        int length = text.length();
        if (characters.length < length) {
            characters = new char[Math.max(length, 2 * characters.length)];
        }
        text.getChars(0, length, characters, 0);
        return characters;
    }

    /** Whether the number is passed for the first time for this text. */
    boolean isNew(int id) {
        boolean isNew = seen[id] != round;
        seen[id] = round;
        return isNew;
    }

    /** Adds a token of the text, with its place in it. */
    void addToken(int number, int start, int end, boolean broken) {
        if (tokenCount == tokens.length) {
            growTokens(2 * tokenCount);
        }
        tokens[tokenCount] = number;
        tokenStarts[tokenCount] = start;
        tokenEnds[tokenCount] = end;
        tokenBroken[tokenCount++] = broken;
    }

    /** Replaces the last tokens by one. */
    void joinTokens(int count, int number) {
        int end = tokenEnds[tokenCount - 1];
        tokenCount -= count - 1;
        tokens[tokenCount - 1] = number;
        tokenEnds[tokenCount - 1] = end;
    }

    /** Moves all matches from a text in plain writing to the original. */
    void moveTo(PlainWriting writing) {
        for (int i = 0; i < size; i++) {
            starts[i] = writing.start(starts[i]);
            ends[i] = writing.end(ends[i] - 1);
        }
    }

    private void growTokens(int capacity) {
        tokens = Arrays.copyOf(tokens, capacity);
        tokenStarts = Arrays.copyOf(tokenStarts, capacity);
        tokenEnds = Arrays.copyOf(tokenEnds, capacity);
        tokenBroken = Arrays.copyOf(tokenBroken, capacity);
    }

    void add(int keyword, int firstToken, int start, int end) {
        if (size == keywords.length) {
            keywords = Arrays.copyOf(keywords, 2 * size);
            firstTokens = Arrays.copyOf(firstTokens, 2 * size);
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        keywords[size] = keyword;
        firstTokens[size] = firstToken;
        starts[size] = start;
        ends[size++] = end;
    }
}
