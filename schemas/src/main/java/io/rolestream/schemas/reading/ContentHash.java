package io.rolestream.schemas.reading;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The content hash: the first 16 bytes of the SHA-256 of a marker (for a resume {@code skills} or {@code text}) and,
 * for each judged text, a zero byte and the text in UTF-8. Every run of white space in a text becomes one space, and
 * leading and trailing white space is removed; white space means {@link Character#isWhitespace} and the no-break space.
 * For one thread.
 */
public final class ContentHash {
    /** Digits of a hash. */
    public static final int HEX_DIGITS = 32;

    private static final char NO_BREAK_SPACE = '\u00a0';
    private static final HexFormat HEX = HexFormat.of();

    private final MessageDigest sha256;
    private final StringBuilder collapsed = new StringBuilder();

    public ContentHash() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * The hash of texts, in lower-case hexadecimal.
     *
     * @param marker what the texts are
     */
    public String of(String marker, String... texts) {
        sha256.reset();
        sha256.update(marker.getBytes(StandardCharsets.UTF_8));
        for (String text : texts) {
            sha256.update((byte) 0);
            sha256.update(collapse(text).getBytes(StandardCharsets.UTF_8));
        }
        return HEX.formatHex(sha256.digest(), 0, HEX_DIGITS / 2);
    }

    /** Refuses what is no hash. */
    public static void require(String hash) {
        if (hash.length() != HEX_DIGITS) {
            throw new IllegalArgumentException(
                    "A content hash has %d digits, not %d: %s".formatted(HEX_DIGITS, hash.length(), hash));
        }
    }

    /** Whether a text contains more than white space. */
    public static boolean isWritten(@Nullable String text) {
        if (text == null) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isSpace(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private String collapse(String text) {
        if (isCollapsed(text)) {
            return text;
        }
        collapsed.setLength(0);
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isSpace(c)) {
                gap = true;
            } else {
                if (gap && !collapsed.isEmpty()) {
                    collapsed.append(' ');
                }
                gap = false;
                collapsed.append(c);
            }
        }
        return collapsed.toString();
    }

    private static boolean isCollapsed(String text) {
        boolean gap = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean space = (c <= ' ' || c > '~') && isSpace(c);
            if (space && (gap || c != ' ')) {
                return false;
            }
            gap = space;
        }
        return !gap;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == NO_BREAK_SPACE || Character.isWhitespace(c);
    }
}
