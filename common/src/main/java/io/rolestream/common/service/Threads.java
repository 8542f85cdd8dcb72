package io.rolestream.common.service;

import java.time.Duration;

/** Ends the threads of a service. */
public final class Threads {
    private Threads() {}

    /**
     * Waits for a thread that was told to stop. If it does not end in time, it waits for a broker that does not answer,
     * and is interrupted; that may take the same time once more.
     *
     * @param finishWithin how long it may take to finish what it has begun
     */
    public static void awaitEnd(Thread thread, Duration finishWithin) {
        try {
            thread.join(finishWithin.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(finishWithin.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
