package io.rolestream.http;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.SmallFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A password or token. Compares in the same time for near and distant guesses, and never shows itself. */
public final class Secret {
    private static final int LEAST_CHARS = 12;
    private static final int MAX_BYTES = 1 << 16;
    private static final String BEARER = "Bearer ";

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /**
     * The names of a secret's settings, for messages.
     *
     * @param reason what needs the secret, such as {@code dashboard.auth=basic}
     */
    public record Settings(String text, String file, String reason) {
        private String environment() {
            return "ROLESTREAM_" + text.toUpperCase(Locale.ROOT).replace('.', '_');
        }
    }

    /**
     * Reads a secret.
     *
     * @param file holds it instead of {@code text}; null for none
     * @throws ConfigurationException if it is missing, too short, or cannot be read
     */
    public static Secret of(String text, @Nullable Path file, Settings settings) {
        String secret = text;
        if (file != null) {
            try {
                secret = new String(SmallFile.readOrPipe(file, MAX_BYTES), StandardCharsets.UTF_8).strip();
            } catch (FileException e) {
                throw new ConfigurationException(settings.file() + ": " + e.getMessage(), e);
            }
        }
        if (secret.length() < LEAST_CHARS) {
            throw new ConfigurationException("%s: %s needs a secret of at least %d characters (%s, %s or %s)"
                    .formatted(
                            file == null ? settings.text() : settings.file(),
                            settings.reason(),
                            LEAST_CHARS,
                            settings.text(),
                            settings.file(),
                            settings.environment()));
        }
        return new Secret(secret);
    }

    /** Whether a guess is the secret. */
    public boolean is(String guess) {
        return same(guess, text);
    }

    /** Whether a guess is this user's name, a colon and the secret. */
    public boolean isOf(String user, String guess) {
        return same(guess, user + ":" + text);
    }

    /** Whether an {@code Authorization} header holds the secret as a bearer token. */
    public boolean isBearerOf(@Nullable String authorization) {
        return authorization != null
                && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && is(authorization.substring(BEARER.length()).strip());
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
