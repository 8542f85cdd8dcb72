package io.rolestream.engine.tokenizer;

import java.nio.charset.StandardCharsets;

/** Makes texts encodable as UTF-8. */
public final class Utf8 {
    private Utf8() {}

    /** The text, with U+FFFD in place of each unpaired surrogate. */
    public static String wellFormed(String text) {
        // The encoder replaces what it cannot encode, and that is unpaired surrogates only.
        return text.chars().noneMatch(c -> Character.isSurrogate((char) c))
                ? text
                : new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
    }
}
