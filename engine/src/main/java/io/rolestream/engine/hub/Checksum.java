package io.rolestream.engine.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file's checksum from a hub's ETag: the SHA-256 of a large file (LFS), or else git's id, which is the SHA-1 of
 * {@code "blob " + size + "\0"} and the content.
 *
 * @param hex 64 or 40 lower-case hexadecimal digits
 */
record Checksum(String hex) {
    private static final Pattern VALID = Pattern.compile("[0-9a-f]{64}|[0-9a-f]{40}");
    private static final int SHA256_DIGITS = 64;
    private static final int BUFFER_BYTES = 1 << 16;

    Checksum {
        if (!VALID.matcher(hex).matches()) {
            throw new IllegalArgumentException("neither a SHA-256 nor a git id: " + hex);
        }
    }

    /** The checksum in an ETag, or null where the ETag is something else. */
    static @Nullable Checksum ofETag(@Nullable String etag) {
        if (etag == null) {
            return null;
        }
        String bare = etag.strip();
        bare = bare.startsWith("W/") ? bare.substring(2) : bare;
        bare = bare.replace("\"", "").toLowerCase(Locale.ROOT);
        return VALID.matcher(bare).matches() ? new Checksum(bare) : null;
    }

    /** The checksum of a file's actual content, of the same kind as this one. */
    Checksum actual(Path file) throws IOException {
        MessageDigest digest = digest(hex.length() == SHA256_DIGITS ? "SHA-256" : "SHA-1");
        if (hex.length() != SHA256_DIGITS) {
            digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return new Checksum(HexFormat.of().formatHex(digest.digest()));
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
