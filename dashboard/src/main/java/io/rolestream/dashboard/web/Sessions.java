package io.rolestream.dashboard.web;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sessions of browsers that have logged in. Thread-safe. */
final class Sessions {
    private static final int MOST = 1_000;
    private static final int BYTES = 32;
    private static final long LIFE_NANOS = Duration.ofHours(12).toNanos();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final LongSupplier nanoTime;
    private final Map<String, Long> begun = new LinkedHashMap<>();

    Sessions(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** An unguessable random text. */
    static String unguessable() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Starts a session and returns its name. */
    synchronized String begin() {
        if (begun.size() >= MOST) {
            begun.remove(begun.keySet().iterator().next());
        }
        String session = unguessable();
        begun.put(session, nanoTime.getAsLong());
        return session;
    }

    /** Whether there is such a session; it ends after twelve hours. */
    synchronized boolean has(@Nullable String session) {
        Long start = session == null ? null : begun.get(session);
        if (start == null) {
            return false;
        }
        if (nanoTime.getAsLong() - start > LIFE_NANOS) {
            begun.remove(session);
            return false;
        }
        return true;
    }

    synchronized void end(@Nullable String session) {
        begun.remove(session);
    }
}
