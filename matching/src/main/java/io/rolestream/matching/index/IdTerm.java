package io.rolestream.matching.index;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.lucene.util.BytesRef;

/**
 * An id as Lucene's term. UTF-8 where that is reversible and at most {@value #MAX_BYTES} bytes, which is what any sane
 * id has. Others, which UTF-8 or Lucene could not hold, are a hash behind a byte that UTF-8 never has.
 */
final class IdTerm {
    private static final int MAX_BYTES = 8000;
    private static final byte HASHED = (byte) 0xFF;

    private IdTerm() {}

    static BytesRef of(String id) {
        byte[] utf8 = id.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= MAX_BYTES && new String(utf8, StandardCharsets.UTF_8).equals(id)) {
            return new BytesRef(utf8);
        }
        byte[] hash = sha256(id);
        byte[] term = new byte[1 + hash.length];
        term[0] = HASHED;
        System.arraycopy(hash, 0, term, 1, hash.length);
        return new BytesRef(term);
    }

    /** Whether the id must be read from the profile. */
    static boolean isHashed(BytesRef term) {
        return term.length > 0 && term.bytes[term.offset] == HASHED;
    }

    private static byte[] sha256(String id) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < id.length(); i++) {
                digest.update((byte) (id.charAt(i) >> 8));
                digest.update((byte) id.charAt(i));
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
