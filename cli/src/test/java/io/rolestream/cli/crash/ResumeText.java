package io.rolestream.cli.crash;

import io.rolestream.events.Resume;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text that a resume is judged by, and its hash, written a second time from their description and not from the code
 * that the services share.
 */
record ResumeText(String text, String hash) {
    private static final Pattern SPACE = Pattern.compile("[\\p{javaWhitespace}\\u00a0]+");
    private static final int HASH_BYTES = 16;

    /** Null where the resume makes no sense under this key. */
    static @Nullable ResumeText of(byte @Nullable [] key, Resume resume) {
        boolean named = !resume.getResumeId().isBlank()
                && Arrays.equals(key, resume.getResumeId().getBytes(StandardCharsets.UTF_8));
        if (!named) {
            return null;
        }
        String skills = resume.getSkills();
        if (skills != null && !collapsed(skills).isEmpty()) {
            return new ResumeText(skills, hash("skills", skills));
        }
        String text = resume.getText();
        return text == null || collapsed(text).isEmpty() ? null : new ResumeText(text, hash("text", text));
    }

    private static String hash(String field, String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((field + "\0" + collapsed(text)).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String collapsed(String text) {
        return SPACE.matcher(text).replaceAll(" ").strip();
    }
}
