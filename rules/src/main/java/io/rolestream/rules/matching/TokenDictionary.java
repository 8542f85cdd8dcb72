package io.rolestream.rules.matching;

import java.util.List;
import java.util.Map;

/**
 * Numbers the tokens that a rule set knows. Tokens are looked up in place in a text, without creating a String. An
 * alias has the number of its target. An open-addressing hash table, at most half full; immutable.
 */
final class TokenDictionary {
    static final int UNKNOWN = -1;

    private final int mask;
    private final int[] hashes;
    private final char[][] tokens;
    private final int[] numbers;

    /**
     * @param known tokens in lower case; a token's index is its number
     * @param aliases other tokens and what they stand for; aliases of unknown tokens are ignored
     */
    TokenDictionary(List<String> known, Map<String, String> aliases) {
        int size = Integer.highestOneBit(Math.max(8, known.size() + aliases.size())) * 4;
        mask = size - 1;
        hashes = new int[size];
        tokens = new char[size][];
        numbers = new int[size];
        for (int number = 0; number < known.size(); number++) {
            put(known.get(number), number);
        }
        aliases.forEach((alias, token) -> {
            int number = find(token);
            if (number != UNKNOWN) {
                put(alias, number);
            }
        });
    }

    /** The hash of a token extended by a character; 0 is the hash of nothing. */
    static int hash(int before, char c) {
        return 31 * before + c;
    }

    /** The number of the token at a place in a text, or {@link #UNKNOWN}. */
    int find(char[] text, int start, int end, int hash) {
        for (int slot = slot(hash); ; slot = (slot + 1) & mask) {
            char[] token = tokens[slot];
            if (token == null) {
                return UNKNOWN;
            }
            if (hashes[slot] == hash && isAt(token, text, start, end)) {
                return numbers[slot];
            }
        }
    }

    /** The number of the token at a place in a text, or {@link #UNKNOWN}. */
    int find(String text, int start, int end) {
        char[] token = new char[end - start];
        text.getChars(start, end, token, 0);
        int hash = 0;
        for (char c : token) {
            hash = hash(hash, Chars.lower(c));
        }
        return find(token, 0, token.length, hash);
    }

    /** The number of a token, or {@link #UNKNOWN}. */
    int find(String token) {
        return find(token, 0, token.length());
    }

    private static boolean isAt(char[] token, char[] text, int start, int end) {
        if (token.length != end - start) {
            return false;
        }
        for (int i = 0; i < token.length; i++) {
            if (token[i] != Chars.lower(text[start + i])) {
                return false;
            }
        }
        return true;
    }

    private void put(String token, int number) {
        int hash = hash(token);
        int slot = slot(hash);
        while (tokens[slot] != null) {
            slot = (slot + 1) & mask;
        }
        hashes[slot] = hash;
        tokens[slot] = token.toCharArray();
        numbers[slot] = number;
    }

    private static int hash(String token) {
        int hash = 0;
        for (int i = 0; i < token.length(); i++) {
            hash = hash(hash, token.charAt(i));
        }
        return hash;
    }

    private int slot(int hash) {
        int mixed = hash * 0x9E3779B9;
        return (mixed ^ (mixed >>> 15)) & mask;
    }
}
