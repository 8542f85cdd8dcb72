package io.rolestream.files.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Strict UTF-8. */
public final class Utf8Bytes {

    public static final String PROBLEM =
            "not valid UTF-8; name the file's encoding with --encoding, or convert the file (iconv -t UTF-8)";

    private static final char REPLACEMENT = '\uFFFD';

    private Utf8Bytes() {}

    /** @return null if they are not valid UTF-8 */
    public static @Nullable String decode(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        // Decoding is fast where it replaces what is invalid; only text with replacements needs the
        // slow, strict way.
        return text.indexOf(REPLACEMENT) < 0 || isValid(bytes, offset, length) ? text : null;
    }

    private static boolean isValid(byte[] bytes, int offset, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
