package io.rolestream.engine.tokenizer.bpe;

import java.util.Arrays;

/**
 * GPT-2's alphabet: one printable character for each of the 256 bytes, so that tokens of any bytes can be written as
 * text. Printable Latin-1 characters stand for themselves, the other bytes in order for the characters from U+0100.
 */
final class ByteAlphabet {
    static final int SIZE = 256;

    private static final char FIRST_SUBSTITUTE = '\u0100';
    private static final char[] CHARACTERS = characters();
    private static final int[] RANKS = ranks();

    private ByteAlphabet() {}

    /** The index of a byte's character among all 256 by code point, which is the order of their ids. */
    static int rank(int value) {
        return RANKS[value & 0xFF];
    }

    /** The 256 characters in the order of their code points. */
    static char[] sorted() {
        char[] sorted = CHARACTERS.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static char[] characters() {
        char[] characters = new char[SIZE];
        char substitute = FIRST_SUBSTITUTE;
        for (char value = 0; value < SIZE; value++) {
            characters[value] = isPrintable(value) ? value : substitute++;
        }
        return characters;
    }

    private static int[] ranks() {
        char[] sorted = sorted();
        int[] ranks = new int[SIZE];
        for (int value = 0; value < SIZE; value++) {
            ranks[value] = Arrays.binarySearch(sorted, CHARACTERS[value]);
        }
        return ranks;
    }

    private static boolean isPrintable(char c) {
        return (c >= '!' && c <= '~') || (c >= '\u00A1' && c <= '\u00AC') || (c >= '\u00AE' && c <= '\u00FF');
    }
}
