package io.rolestream.engine.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Retries after transient errors, with doubling pauses, up to a number of failures in a row without progress. */
final class Retries {
    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    /** A server that asks for a longer pause is given up. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    private final int attempts;
    private final Duration firstPause;

    @FunctionalInterface
    interface Attempt<T> {
        T run() throws IOException;
    }

    Retries(int attempts, Duration firstPause) {
        this.attempts = attempts;
        this.firstPause = firstPause;
    }

    <T> T run(Attempt<T> attempt) throws IOException {
        int failures = 0;
        while (true) {
            try {
                return attempt.run();
            } catch (TransientHubException e) {
                failures = e.progressed() ? 1 : failures + 1;
                if (failures >= attempts) {
                    throw new HubException(e.getMessage() + "; gave up after " + attempts + " attempts", e);
                }
                Duration pause = pause(e, failures);
                LOG.info("{}; next attempt in {} ms", e.getMessage(), pause.toMillis());
                sleep(pause);
            }
        }
    }

    private Duration pause(TransientHubException e, int failures) throws HubException {
        Duration asked = e.retryAfter();
        if (asked != null) {
            if (asked.compareTo(LONGEST_PAUSE) > 0) {
                throw new HubException(e.getMessage() + "; the hub asks to wait " + asked.toSeconds() + " s", e);
            }
            return asked;
        }
        double jitter = 0.75 + ThreadLocalRandom.current().nextDouble() / 2;
        double millis = firstPause.toMillis() * Math.pow(2, failures - 1.0) * jitter;
        return Duration.ofMillis((long) Math.min(millis, (double) LONGEST_PAUSE.toMillis()));
    }

    private static void sleep(Duration pause) throws HubException {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HubException("interrupted while waiting for the hub", e);
        }
    }
}
