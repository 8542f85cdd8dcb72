package io.rolestream.files.read;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An id for a row without one: {@code row-} and 16 hexadecimal digits of the SHA-256 of its skills and text, or
 * {@code job-} and those of a job's texts. Equal content always has the same id, so reading a file twice does not
 * double its rows; but two rows with equal content count as one.
 */
final class ContentId {

    private static final int HASH_BYTES = 8;

    private final MessageDigest digest;

    ContentId() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    String of(@Nullable String skills, @Nullable String text) {
        update('s', skills);
        update('t', text);
        return "row-" + HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
    }

    String ofJob(
            @Nullable String title, @Nullable String skills, @Nullable String description, @Nullable String location) {
        update('h', title);
        update('s', skills);
        update('t', description);
        update('l', location);
        return "job-" + HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
    }

    private void update(char kind, @Nullable String content) {
        if (content != null) {
            digest.update((byte) 0);
            digest.update((byte) kind);
            digest.update(content.getBytes(StandardCharsets.UTF_8));
        }
    }
}
