package io.rolestream.engine.tokenizer;

import java.nio.charset.StandardCharsets;

/** Makes texts encodable as UTF-8. */
public final class Utf8 {
    private Utf8() {}

    /** The text, with U+FFFD in place of each unpaired surrogate. */
    public static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                // The encoder replaces what it cannot encode, which is only unpaired surrogates.
                return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
            }
        }
        return text;
    }
}
