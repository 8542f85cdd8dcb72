package io.rolestream.schemas.resume;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The content hash: the first 16 bytes of the SHA-256 of a marker ({@code skills} or {@code text}), a zero byte and the
 * judged text in UTF-8. Every run of white space in the text becomes one space, and leading and trailing white space is
 * removed; white space means {@link Character#isWhitespace} and the no-break space. For one thread.
 */
final class ContentHash {
    static final int HEX_DIGITS = 32;

    private static final char NO_BREAK_SPACE = '\u00a0';
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] SKILLS = "skills\0".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TEXT = "text\0".getBytes(StandardCharsets.UTF_8);

    private final MessageDigest sha256;
    private final StringBuilder collapsed = new StringBuilder();

    ContentHash() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    String of(String text, boolean fromSkills) {
        sha256.reset();
        sha256.update(fromSkills ? SKILLS : TEXT);
        byte[] digest = sha256.digest(collapse(text).getBytes(StandardCharsets.UTF_8));
        return HEX.formatHex(digest, 0, HEX_DIGITS / 2);
    }

    /** Whether a text contains only white space. */
    static boolean isBlank(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isSpace(text.charAt(i))) {
                return false;
            }
        }
        return true;
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
