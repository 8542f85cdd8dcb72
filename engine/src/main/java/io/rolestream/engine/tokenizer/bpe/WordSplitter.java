package io.rolestream.engine.tokenizer.bpe;

import java.util.function.Consumer;

/**
 * Splits a text into words as GPT-2's pattern does, without a regular expression:
 *
 * <pre>{@code 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+}</pre>
 *
 * No token ever spans two words. Letters and numbers are those of the running JDK's Unicode version; characters that a
 * newer version assigns count as neither.
 */
final class WordSplitter {
    private WordSplitter() {}

    static void split(String text, Consumer<String> words) {
        int length = text.length();
        int start = 0;
        while (start < length) {
            int end = endOfWord(text, start, length);
            words.accept(text.substring(start, end));
            start = end;
        }
    }

    private static int endOfWord(String text, int start, int length) {
        int contraction = contraction(text, start);
        if (contraction > 0) {
            return start + contraction;
        }
        int content = text.charAt(start) == ' ' ? start + 1 : start;
        if (content < length) {
            byte kind = CharacterClasses.of(text.codePointAt(content));
            if (kind != CharacterClasses.SPACE) {
                return endOfRun(text, content, length, kind);
            }
        }
        int end = endOfRun(text, start, length, CharacterClasses.SPACE);
        // Before other characters, the last whitespace character is left for the word that follows.
        return end < length && end - start > 1 ? end - 1 : end;
    }

    private static int endOfRun(String text, int start, int length, byte kind) {
        int end = start;
        while (end < length) {
            int codePoint = text.codePointAt(end);
            if (CharacterClasses.of(codePoint) != kind) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return end;
    }

    /** The length of the English contraction at a place, or 0. */
    private static int contraction(String text, int start) {
        if (text.charAt(start) != '\'' || start + 1 == text.length()) {
            return 0;
        }
        return switch (text.charAt(start + 1)) {
            case 's', 't', 'm', 'd' -> 2;
            case 'r', 'v' -> text.startsWith("e", start + 2) ? 3 : 0;
            case 'l' -> text.startsWith("l", start + 2) ? 3 : 0;
            default -> 0;
        };
    }
}
