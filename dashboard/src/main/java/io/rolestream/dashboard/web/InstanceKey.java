package io.rolestream.dashboard.web;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates requests between instances. The key is never sent: a request carries an HMAC of the address it goes to,
 * the id it asks for and the time. So whoever receives a request, such as a member of the consumer group that names an
 * address of its own, can use it nowhere else, for no other id, and not later.
 */
final class InstanceKey {
    static final String HEADER = "X-Rolestream-Instance";

    private static final String ALGORITHM = "HmacSHA256";
    private static final long VALID_MILLIS = 30_000;

    private final byte[] key;
    private final @Nullable String ownAddress;
    private final LongSupplier millis;

    /** @param ownAddress this instance's {@code host:port}; null if other instances cannot reach it */
    InstanceKey(String key, @Nullable String ownAddress, LongSupplier millis) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
        this.ownAddress = ownAddress;
        this.millis = millis;
    }

    /** The header's value for a request to another instance. */
    String sign(String address, String resumeId) {
        long now = millis.getAsLong();
        return now + ":" + HexFormat.of().formatHex(code(address, resumeId, now));
    }

    /** Whether another instance has sent this request to this one, less than 30 s ago. */
    boolean allows(Context ctx) {
        String header = ctx.header(HEADER);
        String resumeId = ctx.queryParam("id");
        if (header == null || resumeId == null || ownAddress == null || !header.matches("\\d{1,15}:[0-9a-f]{64}")) {
            return false;
        }
        int colon = header.indexOf(':');
        long sent = Long.parseLong(header.substring(0, colon));
        return Math.abs(millis.getAsLong() - sent) <= VALID_MILLIS
                && MessageDigest.isEqual(
                        HexFormat.of().parseHex(header.substring(colon + 1)), code(ownAddress, resumeId, sent));
    }

    private byte[] code(String address, String resumeId, long time) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal((address + "\n" + time + "\n" + resumeId).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
